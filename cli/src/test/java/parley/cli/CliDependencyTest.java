package parley.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The arrows of docs/architecture.md inside the command line: main → commands → their base classes. */
@AnalyzeClasses(packages = "parley.cli", importOptions = DoNotIncludeTests.class)
class CliDependencyTest {

    @ArchTest
    static final ArchRule noPackagesDependOnEachOther =
            slices().matching("parley.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule theTerminalKnowsNeitherServerNorClient = noClasses()
            .that()
            .resideInAPackage("parley.cli.terminal..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.net.http..", "parley.client..", "parley.apply..", "jakarta.json..");

    @ArchTest
    static final ArchRule clientsKnowNoRest = noClasses()
            .that()
            .resideInAnyPackage("parley.cli.join..", "parley.cli.machine..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.net.http..");

    @ArchTest
    static final ArchRule commandsOfOperatorsTouchNoDestination = noClasses()
            .that()
            .resideInAnyPackage(
                    "parley.cli.task..",
                    "parley.cli.token..",
                    "parley.cli.key..",
                    "parley.cli.client..",
                    "parley.cli.audit..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("parley.client..", "parley.apply..");

    @ArchTest
    static final ArchRule theClientLibraryIsUsedByItsDoor = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAPackage("..internal..")
            .because("what is internal may change with any version");
}
