package dev.groundwork.task.agreement;

import java.util.Arrays;

/** The places in the job of the tasks that have a usable answer, by their number here; in the order of the job. */
final class Positions {

    private final long[] places;

    private Positions(long[] places) {
        this.places = places;
    }

    int size() {
        return places.length;
    }

    long of(int task) {
        return places[task];
    }

    /** Collects them in their order. */
    static final class Builder {

        private long[] places = new long[256];
        private int size;

        /** {@return the number of the task at that place, which is the last one or a new one} */
        int add(long position) {
            if (size == 0 || places[size - 1] != position) {
                if (size == places.length) {
                    places = Arrays.copyOf(places, 2 * size);
                }
                places[size++] = position;
            }
            return size - 1;
        }

        int size() {
            return size;
        }

        /** {@return the number of the task at that place, negative where it has no usable answer} */
        int find(long position) {
            return Arrays.binarySearch(places, 0, size, position);
        }

        Positions build() {
            return new Positions(Arrays.copyOf(places, size));
        }
    }
}
