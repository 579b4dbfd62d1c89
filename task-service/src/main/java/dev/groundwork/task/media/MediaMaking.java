package dev.groundwork.task.media;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.BooleanSupplier;

import jakarta.enterprise.context.ApplicationScoped;

import dev.groundwork.task.media.picture.JpegTurn;
import dev.groundwork.task.media.picture.Thumbnail;
import dev.groundwork.task.media.sound.Peaks;
import dev.groundwork.task.media.strip.Orientation;
import dev.groundwork.task.media.strip.PixelLimit;
import dev.groundwork.task.media.strip.Strip;
import dev.groundwork.task.media.strip.Stripped;
import dev.groundwork.task.media.strip.UnusableMedium;

import io.quarkus.logging.Log;
import org.jspecify.annotations.Nullable;

/** Makes of a medium what is shown with it: its pixels turned upright, its thumbnail, the peaks of its sound. */
@ApplicationScoped
class MediaMaking {

    private final ObjectStore store;
    private final MediaConfig config;

    MediaMaking(ObjectStore store, MediaConfig config) {
        this.store = store;
        this.config = config;
    }

    /** What a medium is when the work on it is done. */
    record Made(
            MediaState state,
            @Nullable String reason,
            @Nullable String objectKey,
            long objectBytes,
            Stripped.@Nullable Size size,
            Orientation orientation,
            @Nullable Duration duration,
            @Nullable String thumbnailKey,
            @Nullable String peaksKey) {

        static Made failed(Medium medium, String reason) {
            return new Made(
                    MediaState.FAILED,
                    reason + ".",
                    medium.objectKey(),
                    medium.objectBytes(),
                    medium.size(),
                    medium.orientation(),
                    medium.duration(),
                    null,
                    null);
        }
    }

    /** The bytes that are shown, and what is known of them. */
    private record Shown(Path file, String key, Stripped.@Nullable Size size, Orientation orientation) {}

    /**
     * Makes everything anew; what was made before is overwritten with the same.
     *
     * @param outOfTime says when to give up
     * @throws IOException when it may go better another time
     */
    Made make(Medium medium, BooleanSupplier outOfTime) throws IOException {
        try (var work = new WorkFolder()) {
            Shown shown;
            Duration duration = medium.duration();
            try {
                Shown clean = clean(medium, work);
                shown = Medium.needsTurning(medium.type(), clean.orientation())
                        ? turned(medium, clean, work, outOfTime)
                        : clean;
            } catch (UnusableMedium unusable) {
                return Made.failed(medium, String.valueOf(unusable.getMessage()));
            } catch (NoSuchFileException gone) {
                return Made.failed(medium, "Its bytes are gone from the store");
            }
            String thumbnail = null;
            String peaks = null;
            String reason = null;
            try {
                if (shown.size() != null && Thumbnail.isMadeOf(medium.type(), shown.size())) {
                    thumbnail = thumbnail(medium.type(), shown, work);
                } else if (Peaks.areKnownOf(medium.type())) {
                    Path file = work.file("peaks");
                    duration = Peaks.of(
                            shown.file(), medium.type(), new Peaks.Bounds(outOfTime, config.longestSound()), file);
                    peaks = put("peaks", shown.key(), "json", file);
                }
            } catch (UnusableMedium unusable) {
                reason = unusable.getMessage() + ".";
            }
            return new Made(
                    reason == null ? MediaState.READY : MediaState.FAILED,
                    reason,
                    shown.key(),
                    Files.size(shown.file()),
                    shown.size(),
                    shown.orientation(),
                    duration,
                    thumbnail,
                    peaks);
        }
    }

    /** The clean bytes; those of an upload to an older version are cleaned here. */
    private Shown clean(Medium medium, WorkFolder work) throws IOException {
        Path clean = work.file("clean");
        String key = medium.objectKey();
        if (key != null) {
            fetch(key, clean);
            return new Shown(clean, key, medium.size(), medium.orientation());
        }
        Path raw = work.file("raw");
        fetch(MediaIntake.key(medium.sha256()), raw);
        Stripped stripped = Strip.strip(medium.type(), raw, clean, new PixelLimit(config.mostPixels()));
        return new Shown(clean, put(clean), stripped.size(), stripped.orientation());
    }

    /** What cannot be turned keeps its tag, which browsers mind. */
    private Shown turned(Medium medium, Shown tagged, WorkFolder work, BooleanSupplier outOfTime) throws IOException {
        Path turned = work.file("turned");
        try {
            JpegTurn.turn(tagged.file(), turned, tagged.orientation(), work.path(), outOfTime);
        } catch (IOException unusual) {
            Log.infof("Medium %s keeps its orientation as a tag: %s", medium.id(), unusual.getMessage());
            return tagged;
        }
        return new Shown(turned, put(turned), tagged.size(), Orientation.UPRIGHT);
    }

    private @Nullable String thumbnail(MediaType type, Shown shown, WorkFolder work) throws IOException {
        Path file = work.file("thumbnail");
        MediaType made = Thumbnail.of(shown.file(), type, shown.orientation(), file);
        return put("thumbnails", shown.key(), made.extension(), file);
    }

    private void fetch(String key, Path to) throws IOException {
        try (InputStream bytes = store.open(key)) {
            Files.copy(bytes, to);
        }
    }

    private String put(Path file) throws IOException {
        String key = MediaIntake.key(Sha256.of(file));
        store.put(key, file);
        return key;
    }

    private String put(String kind, String of, String extension, Path file) throws IOException {
        String key = kind + "/" + of + "." + extension;
        store.put(key, file);
        return key;
    }
}
