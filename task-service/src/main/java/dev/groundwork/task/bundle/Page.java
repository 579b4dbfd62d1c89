package dev.groundwork.task.bundle;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a page shows of a task and asks about it.
 *
 * @param variables names of inputs that it shows, in their order
 * @param media for those that stand where a picture, sound or video is loaded from: which of the three
 * @param fields what it asks for
 * @param faults why it cannot be used; empty when it can
 * @param notes what was left behind or understood in a certain way, for a person
 */
record Page(
        Set<String> variables,
        Map<String, String> media,
        List<PageField> fields,
        List<Fault> faults,
        List<String> notes) {

    /** A fault as problem documents list them. */
    record Fault(String pointer, String detail) {}
}
