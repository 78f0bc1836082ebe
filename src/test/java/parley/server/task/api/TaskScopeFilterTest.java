package parley.server.task.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import parley.server.access.ForScopedKeys;
import parley.server.access.NoCredentialNeeded;

/** Which methods of all REST resources are open to keys for some tasks. */
class TaskScopeFilterTest {

    /** A method that belongs to no task is closed to such keys unless it is here, and annotated. */
    @Test
    void outsideOfTasksOnlyTheseAreOpen() {
        assertThat(methods()
                        .filter(method -> method.isAnnotationPresent(ForScopedKeys.class))
                        .map(TaskScopeFilterTest::shown)
                        .sorted())
                .containsExactly(
                        "AllClientsResource.everywhere",
                        "BundlesResource.download",
                        "BundlesResource.show",
                        "BundlesResource.upload",
                        "ServerResource.server",
                        "SignInResource.createCode",
                        "SignInResource.signOut",
                        "SignInResource.whoami",
                        "TaskResource.create",
                        "TaskResource.list");
    }

    @Test
    void whateverIsBelowATaskIsAboutThatTask() {
        assertThat(methods().filter(method -> path(method).contains("tasks/{")))
                .hasSizeGreaterThan(25)
                .allMatch(method -> TaskScopeFilter.taskParameter(method.getDeclaringClass(), method)
                        .isPresent())
                .noneMatch(method -> method.isAnnotationPresent(ForScopedKeys.class)
                        || method.isAnnotationPresent(NoCredentialNeeded.class));
    }

    private static String shown(Method method) {
        return method.getDeclaringClass().getSimpleName() + "." + method.getName();
    }

    private static String path(Method method) {
        return Stream.of(method.getDeclaringClass().getAnnotation(Path.class), method.getAnnotation(Path.class))
                .flatMap(path -> Optional.ofNullable(path).map(Path::value).stream())
                .reduce("", (first, second) -> first + "/" + second);
    }

    /** The methods of all resources, which are found as the server finds them. */
    private static Stream<Method> methods() {
        return new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests()).importPackages("parley.server").stream()
                        .filter(type -> type.isAnnotatedWith(Path.class))
                        .map(JavaClass::reflect)
                        .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
                        .filter(method -> Arrays.stream(method.getAnnotations())
                                .anyMatch(said -> said.annotationType().isAnnotationPresent(HttpMethod.class)));
    }
}
