package dev.groundwork.task.control;

/** How many control or training answers of a job may still be bought, while one batch hands them out. */
public final class Allowance {

    private long left;

    public Allowance(long left) {
        this.left = left;
    }

    /** {@return whether there was one, which is gone now} */
    boolean take() {
        if (left <= 0) {
            return false;
        }
        left--;
        return true;
    }

    /** {@return how many are left} */
    public long left() {
        return left;
    }
}
