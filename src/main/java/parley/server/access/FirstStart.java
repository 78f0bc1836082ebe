package parley.server.access;

import jakarta.annotation.PostConstruct;
import jakarta.ejb.DependsOn;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.util.Optional;
import parley.server.storage.DataFolder;

/**
 * Makes the first credentials: a key in {@code admin.key} for the CLI on this machine, and a one-time code in
 * {@code sign-in-link} for a browser. There are no default credentials.
 *
 * <p>Happens once in the life of a database. The files are written before the commit, so that after a crash in between
 * the next start makes a new key, instead of a server without any admin.
 */
@Singleton
@Startup
@DependsOn("Storage")
public class FirstStart {
    @PersistenceContext
    EntityManager entities;

    @Inject
    ApiKeys keys;

    @Inject
    SignIns signIns;

    @Inject
    DataFolder folder;

    @PostConstruct
    void createFirstAdmin() {
        entities.createNativeQuery("SELECT id FROM start_lock WHERE id = 1 FOR UPDATE")
                .getResultList();
        if (keys.all().isEmpty()) {
            ApiKeys.Issued admin =
                    keys.create("admin", Role.ADMIN, Optional.empty(), Optional.empty(), Optional.empty(), "server");
            entities.flush();
            folder.writeSecret("admin.key", admin.text());
            folder.writeSecret("sign-in-link", signIns.createCode(admin.key()).text());
        }
    }
}
