package dev.groundwork.task.spec;

import java.util.List;
import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;

/** Reads how a task behaves on the worker's screen. */
final class BehaviourReader {

    private static final Set<String> MEMBERS =
            Set.of("pageSize", "allowSkip", "allowReport", "minActiveSeconds", "mustPlayFully", "submitKey", "offline");

    private BehaviourReader() {}

    static void check(JsonNode behaviour, JsonNode ui, List<InputField> inputs, String at, Faults faults) {
        if (behaviour.isMissingNode()) {
            return;
        }
        if (!behaviour.isObject()) {
            faults.add(at, "must be an object");
            return;
        }
        faults.refuseUnknown(behaviour, MEMBERS, at);
        faults.checkWholeNumber(behaviour, "pageSize", 1, 100, at);
        faults.checkFlag(behaviour, "allowSkip", at);
        faults.checkFlag(behaviour, "allowReport", at);
        faults.checkWholeNumber(behaviour, "minActiveSeconds", 0, 3600, at);
        faults.checkWord(behaviour, "submitKey", List.of("enter", "ctrl+enter"), at);
        faults.checkFlag(behaviour, "offline", at);
        checkMedia(behaviour.path("mustPlayFully"), inputs, at + "/mustPlayFully", faults);
        boolean frame = ui.path("kind").asText().equals("html");
        if (frame
                && behaviour.path("offline").asBoolean()
                && !ui.path("cacheable").asBoolean()) {
            faults.add(at + "/offline", "must not be true for an html task whose bundle is not cacheable");
        }
    }

    private static void checkMedia(JsonNode list, List<InputField> inputs, String at, Faults faults) {
        if (list.isMissingNode()) {
            return;
        }
        if (!list.isArray()) {
            faults.add(at, "must be a list of pointers to media of the input");
            return;
        }
        for (int i = 0; i < list.size(); i++) {
            InputReferences.check(list.get(i).asText(""), inputs, Pointers.child(at, i), faults);
        }
    }
}
