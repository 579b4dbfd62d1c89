package dev.groundwork.truth.shape;

/**
 * One joint of a skeleton.
 *
 * @param at its place, which means nothing where the joint is absent
 */
public record Keypoint(Point at, Visibility visibility) {

    /** The joint is not in the picture, or nobody can tell where. */
    public static final Keypoint ABSENT = new Keypoint(new Point(0, 0), Visibility.ABSENT);

    /** Whether a joint can be seen; the order is that of the codes 0, 1, 2 of the COCO format. */
    public enum Visibility {
        ABSENT(0),
        /** Its place is known although something is in front of it. */
        HIDDEN(1),
        VISIBLE(2);

        private final int code;

        Visibility(int code) {
            this.code = code;
        }

        /** {@return 0, 1 or 2} */
        public int code() {
            return code;
        }

        /** @throws IllegalArgumentException when the code is not 0, 1 or 2 */
        public static Visibility of(int code) {
            return switch (code) {
                case 0 -> ABSENT;
                case 1 -> HIDDEN;
                case 2 -> VISIBLE;
                default ->
                    throw new IllegalArgumentException(
                            "A visibility is 0 (absent), 1 (hidden) or 2 (visible), not %d.".formatted(code));
            };
        }
    }

    boolean isPlaced() {
        return visibility != Visibility.ABSENT;
    }
}
