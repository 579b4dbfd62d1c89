package dev.groundwork.task.media.store;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;

import dev.groundwork.task.media.MediaConfig;
import dev.groundwork.task.media.ObjectStore;

/** Makes the configured store injectable. */
class ObjectStores {

    @Produces
    @ApplicationScoped
    ObjectStore store(MediaConfig config) {
        return new FolderStore(config.folder());
    }
}
