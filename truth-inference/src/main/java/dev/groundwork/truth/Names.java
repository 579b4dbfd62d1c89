package dev.groundwork.truth;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Gives names numbers from 0 in the order in which they first appear, and names back for numbers.
 *
 * <p>All names stand as UTF-8 in one array and are found by open addressing: a name costs its bytes and 12 to 20 more, a
 * fifth of what a map of strings takes.
 */
public final class Names {

    private static final int FREE = -1;

    private byte[] bytes = new byte[1 << 10];
    private int[] ends = new int[1 << 6];
    private int[] slots = freeSlots(1 << 7);
    private int size;

    /** {@return how many different names there are} */
    public int size() {
        return size;
    }

    /** {@return the number of a name, a new one when it is new} */
    public int add(String name) {
        var text = name.getBytes(StandardCharsets.UTF_8);
        int slot = slot(text);
        if (slots[slot] != FREE) {
            return slots[slot];
        }
        if (2 * (size + 1) > slots.length) {
            grow();
            slot = slot(text);
        }
        append(text);
        slots[slot] = size - 1;
        return size - 1;
    }

    /** {@return the number of a name, or -1 when it is unknown} */
    public int find(String name) {
        return slots[slot(name.getBytes(StandardCharsets.UTF_8))];
    }

    /** {@return the name of a number} */
    public String name(int number) {
        if (number < 0 || number >= size) {
            throw new IndexOutOfBoundsException("there are %d names; no number %d".formatted(size, number));
        }
        int start = start(number);
        return new String(bytes, start, ends[number] - start, StandardCharsets.UTF_8);
    }

    private int start(int number) {
        return number == 0 ? 0 : ends[number - 1];
    }

    private void append(byte[] text) {
        int start = start(size);
        int end = Math.addExact(start, text.length);
        if (end > bytes.length) {
            bytes = Arrays.copyOf(bytes, (int) Math.min(Integer.MAX_VALUE - 8L, Math.max(end, 3L * bytes.length / 2)));
        }
        if (size == ends.length) {
            ends = Arrays.copyOf(ends, 3 * ends.length / 2);
        }
        System.arraycopy(text, 0, bytes, start, text.length);
        ends[size++] = end;
    }

    /** {@return where the name stands in the table, or the free slot where it would} */
    private int slot(byte[] text) {
        int mask = slots.length - 1;
        int slot = hash(text, 0, text.length) & mask;
        while (slots[slot] != FREE && !stands(text, slots[slot])) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private boolean stands(byte[] text, int number) {
        return Arrays.equals(bytes, start(number), ends[number], text, 0, text.length);
    }

    private void grow() {
        slots = freeSlots(2 * slots.length);
        int mask = slots.length - 1;
        for (int number = 0; number < size; number++) {
            int slot = hash(bytes, start(number), ends[number]) & mask;
            while (slots[slot] != FREE) {
                slot = (slot + 1) & mask;
            }
            slots[slot] = number;
        }
    }

    private static int[] freeSlots(int count) {
        var slots = new int[count];
        Arrays.fill(slots, FREE);
        return slots;
    }

    /** FNV-1a, its upper bits folded into the lower ones. */
    private static int hash(byte[] text, int from, int to) {
        int hash = 0x811c9dc5;
        for (int at = from; at < to; at++) {
            hash = (hash ^ text[at]) * 0x01000193;
        }
        return hash ^ (hash >>> 15);
    }
}
