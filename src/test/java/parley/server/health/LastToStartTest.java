package parley.server.health;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import jakarta.ejb.DependsOn;
import jakarta.ejb.Startup;
import java.util.List;
import org.junit.jupiter.api.Test;

class LastToStartTest {

    @Test
    void requestsAreLetInOnlyAfterEveryStartUpBean() {
        List<String> others = new ClassFileImporter()
                .importPackages("parley.server").stream()
                        .filter(type -> type.isAnnotatedWith(Startup.class))
                        .map(JavaClass::getSimpleName)
                        .filter(name -> !name.equals("LastToStart"))
                        .toList();

        assertThat(LastToStart.class.getAnnotation(DependsOn.class).value())
                .containsExactlyInAnyOrderElementsOf(others);
    }
}
