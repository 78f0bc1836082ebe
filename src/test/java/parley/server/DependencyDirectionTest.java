package parley.server;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import jakarta.json.Json;

/** The arrows of docs/architecture.md that leave or enter the server. */
@AnalyzeClasses(packages = "parley.server", importOptions = DoNotIncludeTests.class)
class DependencyDirectionTest {

    @ArchTest
    static final ArchRule theServerSharesOnlyProtocolAndMessagesWithTheClient = noClasses()
            .that()
            .resideInAPackage("parley.server..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("parley.client..", "parley.apply..", "parley.cli..");

    /** {@code jakarta.json.Json} looks its provider up through the whole class path at every call. */
    @ArchTest
    static final ArchRule theJsonProviderIsLookedUpOnce = noClasses()
            .that()
            .resideInAPackage("parley.server..")
            .should()
            .dependOnClassesThat()
            .belongToAnyOf(Json.class);

    @ArchTest
    static final ArchRule theNegotiationIsPure = classes()
            .that()
            .resideInAPackage("parley.server.negotiation..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("parley.server.negotiation..", "parley.message..", "parley.protocol..", "java..");
}
