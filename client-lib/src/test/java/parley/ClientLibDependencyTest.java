package parley;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import jakarta.json.Json;

/** The arrows of docs/architecture.md inside the client library: protocol ← message ← client ← apply. */
@AnalyzeClasses(packages = "parley", importOptions = DoNotIncludeTests.class)
class ClientLibDependencyTest {

    @ArchTest
    static final ArchRule theProtocolKnowsOnlyTheJdkAndBouncyCastle = classes()
            .that()
            .resideInAPackage("parley.protocol..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "parley.protocol..",
                    "java..",
                    "org.jspecify.annotations..",
                    "javax.crypto..",
                    "javax.security.auth..",
                    "org.bouncycastle..");

    @ArchTest
    static final ArchRule theProtocolHasNoSocketsThreadsOrClock = noClasses()
            .that()
            .resideInAPackage("parley.protocol..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.net..", "java.nio.channels..", "java.nio.file..")
            .orShould()
            .dependOnClassesThat()
            .haveNameMatching("java\\.time\\.Clock|java\\.lang\\.Thread|java\\.util\\.concurrent\\.Exec.*");

    @ArchTest
    static final ArchRule messagesKnowOnlyTheProtocolAndTheJsonApi = classes()
            .that()
            .resideInAPackage("parley.message..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "parley.message..", "parley.protocol..", "java..", "org.jspecify.annotations..", "jakarta.json..");

    /** {@code jakarta.json.Json} looks its provider up through the whole class path at every call. */
    @ArchTest
    static final ArchRule theJsonProviderIsLookedUpOnce = noClasses()
            .that()
            .resideInAPackage("parley..")
            .should()
            .dependOnClassesThat()
            .belongToAnyOf(Json.class);

    @ArchTest
    static final ArchRule whatBundlesConsistOfKnowsNoMessages = classes()
            .that()
            .resideInAPackage("parley.message.bundle..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "parley.message.bundle..", "parley.message.json..", "java..", "org.jspecify.annotations..");

    @ArchTest
    static final ArchRule platformsKnowNoMessagesAndNoBundles = classes()
            .that()
            .resideInAPackage("parley.message.platform..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "parley.message.platform..", "parley.message.json..", "java..", "org.jspecify.annotations..");

    @ArchTest
    static final ArchRule jsonKnowsNothingThatItIsUsedFor = classes()
            .that()
            .resideInAPackage("parley.message.json..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("parley.message.json..", "java..", "org.jspecify.annotations..", "jakarta.json..");

    @ArchTest
    static final ArchRule messagesDoNotKnowPolicies = noClasses()
            .that()
            .resideInAPackage("parley.message..")
            .and()
            .resideOutsideOfPackage("parley.message.policy..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("parley.message.policy..");

    @ArchTest
    static final ArchRule theClientDoesNotKnowTheFileApplier = noClasses()
            .that()
            .resideInAPackage("parley.client..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("parley.apply..");

    /**
     *  The public package of the client and its internal packages know each other; no other package uses the internal
     *  ones.
     */
    @ArchTest
    static final ArchRule nobodyGoesPastTheDoor = noClasses()
            .that()
            .resideOutsideOfPackage("parley.client..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("parley.client.internal..");

    @ArchTest
    static final ArchRule norPastThatOfUpdatesOfAFolder = noClasses()
            .that()
            .resideOutsideOfPackage("parley.apply..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("parley.apply.internal..");

    @ArchTest
    static final ArchRule thePlanOnlyLooksAtTheDestination = noClasses()
            .that()
            .resideInAnyPackage("parley.apply.internal.plan..", "parley.apply.internal.state..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "parley.apply.internal.journal..",
                    "parley.apply.internal.backup..",
                    "parley.apply.internal.command..",
                    "parley.apply.internal.transfer..");

    @ArchTest
    static final ArchRule noCycles = slices().matching("parley.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule noCyclesBehindTheDoor =
            slices().matching("parley.client.internal.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule noCyclesBehindThatOfUpdatesOfAFolder =
            slices().matching("parley.apply.internal.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule theNegotiationKnowsNoSocketsAndThreads = noClasses()
            .that()
            .resideInAPackage("parley.client.internal.negotiation..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("parley.client.internal.connection..", "jakarta.websocket..", "java.net..");
}
