package dev.groundwork.task.media.strip;

/**
 * How many pixels a picture may unfold into. A few bytes can claim billions, so the claim is checked before anything believes it.
 *
 * @param pixels of one picture, or one frame of it
 */
public record PixelLimit(long pixels) {

    /** One row of pixels has to fit in memory whatever the sum of them; JPEG and GIF know no longer ones. */
    private static final int LONGEST_SIDE = 65_535;

    void check(long width, long height) throws UnusableMedium {
        if (width <= 0 || height <= 0) {
            throw UnusableMedium.broken("The picture says that it is " + width + " × " + height + " pixels");
        }
        if (width > LONGEST_SIDE || height > LONGEST_SIDE || width * height > pixels) {
            throw UnusableMedium.tooManyPixels("The picture has " + width + " × " + height + " pixels; " + LONGEST_SIDE
                    + " on a side and " + pixels + " in all are taken");
        }
    }
}
