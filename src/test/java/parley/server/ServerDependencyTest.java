package parley.server;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import jakarta.json.Json;
import jakarta.transaction.Transactional;
import javax.sql.DataSource;

/** The arrows of docs/architecture.md inside the server, and those that leave it. */
@AnalyzeClasses(packages = "parley.server", importOptions = DoNotIncludeTests.class)
class ServerDependencyTest {

    @ArchTest
    static final ArchRule noPackagesDependOnEachOther =
            slices().matching("parley.(**)").should().beFreeOfCycles();

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

    /** On some threads what the data source gives commits by itself: see {@code storage.CurrentTransaction}. */
    @ArchTest
    static final ArchRule transactionsAskTheDataSourceForNoConnection =
            methods().that().areAnnotatedWith(Transactional.class).should(askNoDataSource());

    private static ArchCondition<JavaMethod> askNoDataSource() {
        return new ArchCondition<>("ask no data source for a connection") {
            @Override
            public void check(JavaMethod method, ConditionEvents events) {
                method.getMethodCallsFromSelf().stream()
                        .filter(call -> call.getTargetOwner().isAssignableTo(DataSource.class))
                        .forEach(call -> events.add(SimpleConditionEvent.violated(call, call.getDescription())));
            }
        };
    }

    @ArchTest
    static final ArchRule whatIsDecidedOfTasksIsPure = classes()
            .that()
            .resideInAPackage("parley.server.task.decide..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "parley.server.task.decide..",
                    "parley.message..",
                    "parley.protocol..",
                    "java..",
                    "org.jspecify.annotations..");

    @ArchTest
    static final ArchRule labelSelectorsArePure = classes()
            .that()
            .resideInAPackage("parley.server.task.selector..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "parley.server.task.selector..", "parley.message..", "java..", "org.jspecify.annotations..");

    @ArchTest
    static final ArchRule onlyRestKnowsRest = noClasses()
            .that()
            .resideOutsideOfPackages("parley.server", "parley.server..api..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("parley.server..api..");

    @ArchTest
    static final ArchRule theRowsOfTasksKnowNoServices = noClasses()
            .that()
            .resideInAPackage("parley.server.task.model..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("parley.server.task.service..", "parley.server.task.query..");

    @ArchTest
    static final ArchRule queriesChangeNothing = noClasses()
            .that()
            .resideInAPackage("parley.server.task.query..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("parley.server.task.service..", "parley.server.audit..", "parley.server.events..");

    @ArchTest
    static final ArchRule eventsKnowNoTasks = noClasses()
            .that()
            .resideInAnyPackage("parley.server.events..", "parley.server.audit..", "parley.server.tokens..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("parley.server.task..");

    @ArchTest
    static final ArchRule aDialogueKnowsNoSocket = noClasses()
            .that()
            .resideInAPackage("parley.server.sessions.dialogue..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("parley.server.sessions.connection..", "jakarta.websocket..");
}
