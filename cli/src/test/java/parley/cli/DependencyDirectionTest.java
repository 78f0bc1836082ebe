package parley.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The arrows of docs/architecture.md that leave the command line. */
@AnalyzeClasses(packages = "parley", importOptions = DoNotIncludeTests.class)
class DependencyDirectionTest {

    @ArchTest
    static final ArchRule theCommandLineReachesTheServerOnlyOverRest = noClasses()
            .that()
            .resideInAPackage("parley.cli..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("parley.server..", "jakarta.ws.rs..", "jakarta.persistence..");

    @ArchTest
    static final ArchRule nobodyDependsOnTheCommandLine = noClasses()
            .that()
            .resideOutsideOfPackage("parley.cli..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("parley.cli..");
}
