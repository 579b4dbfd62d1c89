package dev.groundwork.task.quality;

/** How many answers there were, and how many of them were right. */
public record Count(int right, int answered) {

    public static final Count NONE = new Count(0, 0);

    Count plus(boolean rightAnswer) {
        return new Count(right + (rightAnswer ? 1 : 0), answered + 1);
    }

    Count plus(Count other) {
        return new Count(right + other.right, answered + other.answered);
    }

    Count minus(Count other) {
        return new Count(right - other.right, answered - other.answered);
    }
}
