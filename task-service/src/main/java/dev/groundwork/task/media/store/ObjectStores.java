package dev.groundwork.task.media.store;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;

import dev.groundwork.task.media.MediaConfig;
import dev.groundwork.task.media.ObjectStore;

import io.quarkus.logging.Log;
import io.quarkus.runtime.StartupEvent;

/** Makes the configured store injectable, and lets no service start that could not keep what it is given. */
class ObjectStores {

    private static final Duration LONGEST_UPLOAD = Duration.ofDays(1);

    @Produces
    @ApplicationScoped
    ObjectStore store(MediaConfig config) {
        return switch (config.store()) {
            case FOLDER -> new FolderStore(config.folder());
            case S3 -> {
                if (config.linkKey().isEmpty()) {
                    // Whoever has no folder in common has no key in common either.
                    throw new IllegalStateException(
                            "groundwork.media.store is s3, so groundwork.media.link-key has to be set, the same for all instances");
                }
                yield new S3Store(config.s3());
            }
        };
    }

    void close(@Disposes ObjectStore store) throws Exception {
        if (store instanceof AutoCloseable closeable) {
            closeable.close();
        }
    }

    void start(@Observes StartupEvent event, ObjectStore store, MediaConfig config, Clock clock) {
        try {
            store.check();
            if (config.store() == MediaConfig.Store.FOLDER) {
                new FolderStore(config.folder()).removeDrafts(clock.instant().minus(LONGEST_UPLOAD));
            }
        } catch (IOException failure) {
            throw new IllegalStateException(
                    "the service cannot start without its objects (groundwork.media.*): " + failure.getMessage(),
                    failure);
        }
        Log.infof("Media lie in %s", config.store() == MediaConfig.Store.FOLDER ? config.folder() : "a bucket");
    }
}
