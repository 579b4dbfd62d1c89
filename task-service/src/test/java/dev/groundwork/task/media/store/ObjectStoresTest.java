package dev.groundwork.task.media.store;

import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;

import dev.groundwork.local.FreePorts;
import dev.groundwork.task.media.MediaConfig;
import dev.groundwork.task.media.ObjectStore;

import io.quarkus.runtime.StartupEvent;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ObjectStoresTest {

    private static final Map<String, String> BUCKET = Map.of(
            "groundwork.media.store", "s3",
            "groundwork.media.link-key", "a key of thirty-two characters or more",
            "groundwork.media.s3.bucket", "media",
            "groundwork.media.s3.access-key", "key",
            "groundwork.media.s3.secret-key", "secret",
            "groundwork.media.s3.path-style", "true");

    private final ObjectStores stores = new ObjectStores();

    @TempDir
    Path folder;

    @Test
    void without_settings_objects_lie_in_a_folder() {
        assertThat(stores.store(settings(Map.of()))).isInstanceOf(FolderStore.class);
    }

    @Test
    void a_folder_is_made_at_the_start() {
        var settings = settings(
                Map.of("groundwork.media.folder", folder.resolve("new/media").toString()));
        ObjectStore store = stores.store(settings);

        stores.start(new StartupEvent(), store, settings, Clock.systemUTC());

        assertThat(folder.resolve("new/media")).isDirectory();
    }

    @Test
    void no_service_starts_without_its_bucket() throws Exception {
        String nowhere = "http://127.0.0.1:" + FreePorts.one();
        var settings = settings(with("groundwork.media.s3.endpoint", nowhere));
        ObjectStore store = stores.store(settings);

        assertThatThrownBy(() -> stores.start(new StartupEvent(), store, settings, Clock.systemUTC()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("groundwork.media.")
                .hasMessageContaining("bucket media at " + nowhere);
        stores.close(store);
    }

    @Test
    void a_bucket_needs_a_key_for_links_that_all_instances_have() {
        var settings = settings(with("groundwork.media.link-key", ""));

        assertThatThrownBy(() -> stores.store(settings)).hasMessageContaining("groundwork.media.link-key");
    }

    @Test
    void half_a_pair_of_credentials_is_none() {
        var settings = settings(with("groundwork.media.s3.secret-key", ""));

        assertThatThrownBy(() -> stores.store(settings)).hasMessageContaining("one without the other");
    }

    private static Map<String, String> with(String name, String value) {
        var settings = new HashMap<>(BUCKET);
        settings.put(name, value);
        return settings;
    }

    private static MediaConfig settings(Map<String, String> values) {
        return new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(MediaConfig.class)
                .withSources(new PropertiesConfigSource(values, "test", 100))
                .build()
                .getConfigMapping(MediaConfig.class);
    }
}
