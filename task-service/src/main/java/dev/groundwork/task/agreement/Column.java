package dev.groundwork.task.agreement;

import java.util.Arrays;
import java.util.OptionalDouble;

import dev.groundwork.task.spec.OutputField;

import com.fasterxml.jackson.databind.JsonNode;

/** What one property of the answers tells of agreement; tasks and workers by number. Never changes once made. */
sealed interface Column permits LabelColumn, LikenessColumn {

    /** Stands for "fewer than two answers, or not compared". */
    float NOT_COMPARED = -1;

    OutputField field();

    /** {@return how many answers have the property} */
    int answers();

    /** {@return how many answers to a task have the property} */
    int answers(int task);

    /** {@return how alike the answers to a task are, 0 to 1; {@link #NOT_COMPARED} where that is not known} */
    float agreement(int task);

    /** {@return the tasks whose agreement is known, least agreement first, then those whose is not; each in the order of the job} */
    int[] byDisagreement();

    /** {@return how alike a worker's answers are to those of others, nothing where there were none} */
    OptionalDouble withOthers(int worker);

    /** {@return what this takes of memory} */
    long bytes();

    /** What is collected into a column, task by task. */
    interface Builder {

        /** Adds one answer's value; tasks come one after the other. */
        void add(int task, int worker, JsonNode value);

        /** Says what the job's results have for a task, as a label; tasks come in no order. */
        default void result(int task, String label) {
            // What is no label is not told by its result.
        }

        Column build(int tasks, int workers);
    }

    /** {@return whether a task of the one agreement comes before a task of the other in {@link #byDisagreement}} */
    static boolean sortsBefore(float one, float other) {
        return sortKey(one) < sortKey(other);
    }

    /** Floats that are not negative sort as their bits do. */
    private static long sortKey(float agreement) {
        return agreement < 0 ? Integer.MAX_VALUE : Float.floatToIntBits(agreement);
    }

    /** {@return the tasks in the order of {@link #byDisagreement}} */
    static int[] order(float[] agreement) {
        var keys = new long[agreement.length];
        for (int task = 0; task < keys.length; task++) {
            keys[task] = sortKey(agreement[task]) << 32 | task;
        }
        Arrays.sort(keys);
        var order = new int[keys.length];
        for (int rank = 0; rank < order.length; rank++) {
            order[rank] = (int) keys[rank];
        }
        return order;
    }
}
