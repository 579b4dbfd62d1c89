package dev.groundwork.task.media.store;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;

import dev.groundwork.task.media.ObjectStore;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class FolderStoreTest extends ObjectStoreContract {

    @TempDir
    Path root;

    @Override
    ObjectStore store() {
        return new FolderStore(root);
    }

    @Test
    void an_object_is_a_file_named_by_its_key_and_no_draft_stays() throws IOException {
        store().put("ab/cd", new ByteArrayInputStream("bytes".getBytes(StandardCharsets.UTF_8)));

        assertThat(root.resolve("ab/cd")).hasContent("bytes");
        try (var drafts = Files.list(root.resolve(".incoming"))) {
            assertThat(drafts).isEmpty();
        }
    }

    @Test
    void what_was_there_stays_when_its_successor_breaks_off() throws IOException {
        store().put("ab/cd", new ByteArrayInputStream("before".getBytes(StandardCharsets.UTF_8)));
        var broken = new BreakingOff(100_000);

        assertThatThrownBy(() -> store().put("ab/cd", broken)).hasMessage("broken off");

        assertThat(root.resolve("ab/cd")).hasContent("before");
    }

    @Test
    void only_drafts_that_nobody_writes_any_more_are_removed() throws IOException {
        Path incoming = Files.createDirectories(root.resolve(".incoming"));
        Path old = Files.writeString(incoming.resolve("object1"), "half");
        Path fresh = Files.writeString(incoming.resolve("object2"), "half");
        var since = Instant.parse("2026-11-20T12:00:00Z");
        Files.setLastModifiedTime(old, FileTime.from(since.minusSeconds(1)));
        Files.setLastModifiedTime(fresh, FileTime.from(since.plusSeconds(1)));

        new FolderStore(root).removeDrafts(since);

        assertThat(old).doesNotExist();
        assertThat(fresh).exists();
    }

    @Test
    void files_that_are_no_objects_are_not_listed() throws IOException {
        Files.writeString(root.resolve("link.key"), "secret");
        Files.createDirectories(root.resolve(".incoming"));
        Files.writeString(root.resolve(".incoming/object1"), "half");
        store().put("ab/cd", new ByteArrayInputStream(new byte[1]));

        assertThat(store().list("", null, 10)).containsExactly(new ObjectStore.StoredObject("ab/cd", 1));
    }
}
