package dev.groundwork.task.media.strip;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * What is known of a medium once everything else was taken out.
 *
 * @param size of the picture as it is shown, its orientation applied; null for what is no picture
 * @param orientation how the stored pixels have to be turned to be shown
 * @param duration of a sound or video, where its file says it
 */
public record Stripped(
        @Nullable Size size,
        Orientation orientation,
        @Nullable Duration duration) {

    /** In pixels. */
    public record Size(int width, int height) {}

    static Stripped picture(long width, long height, Orientation orientation) {
        return new Stripped(orientation.shown(new Size((int) width, (int) height)), orientation, null);
    }

    static Stripped sound(@Nullable Duration duration) {
        return new Stripped(null, Orientation.UPRIGHT, duration);
    }

    static Stripped plain() {
        return new Stripped(null, Orientation.UPRIGHT, null);
    }
}
