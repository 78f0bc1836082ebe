package parley.server.task.service;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.HashSet;
import java.util.Set;
import parley.server.task.model.Client;
import parley.server.task.model.Task;

/**
 * Whoever changes a task or a client writes the event that tells its session, the rollout and the watchers: nothing is
 * left to be called by hand after a transaction.
 */
@AnalyzeClasses(packages = "parley.server.task", importOptions = DoNotIncludeTests.class)
class EveryChangeIsAnEventTest {

    private static final Set<String> CHANGES_OF_TASKS =
            Set.of("open", "edit", "pause", "resume", "release", "openWave", "markWaveMet", "end", "delete");
    private static final Set<String> CHANGES_OF_CLIENTS = Set.of("take", "connect", "place");

    @ArchTest
    static final ArchRule whoChangesATaskWritesAnEvent = methods()
            .that(callOneOf(Task.class, CHANGES_OF_TASKS))
            .should(writeAnEvent())
            .because("a task that changes is signalled by its event");

    @ArchTest
    static final ArchRule whoChangesAClientWritesAnEvent = methods()
            .that(callOneOf(Client.class, CHANGES_OF_CLIENTS))
            .should(writeAnEvent())
            .because("a client that changes is signalled by its event");

    private static DescribedPredicate<JavaMethod> callOneOf(Class<?> owner, Set<String> names) {
        return DescribedPredicate.describe(
                "call one of " + owner.getSimpleName() + "." + names, method -> method.getMethodCallsFromSelf().stream()
                        .anyMatch(
                                call -> call.getTargetOwner().isEquivalentTo(owner) && names.contains(call.getName())));
    }

    private static ArchCondition<JavaMethod> writeAnEvent() {
        return new ArchCondition<>("write an event, itself or in the method of its class that calls or is called") {
            @Override
            public void check(JavaMethod method, ConditionEvents events) {
                boolean writes = writes(method, new HashSet<>()) || callersWrite(method);
                events.add(new SimpleConditionEvent(method, writes, method.getFullName() + " writes no event"));
            }
        };
    }

    private static boolean callersWrite(JavaMethod method) {
        Set<JavaMethodCall> calls = method.getCallsOfSelf();
        return !calls.isEmpty() && calls.stream().allMatch(call -> writes(call.getOrigin(), new HashSet<>()));
    }

    private static boolean writes(JavaCodeUnit unit, Set<JavaCodeUnit> seen) {
        return seen.add(unit)
                && unit.getMethodCallsFromSelf().stream()
                        .anyMatch(call -> call.getTargetOwner().isEquivalentTo(ClientEvents.class)
                                || call.getTargetOwner().equals(unit.getOwner())
                                        && call.getTarget()
                                                .resolveMember()
                                                .filter(next -> writes(next, seen))
                                                .isPresent());
    }
}
