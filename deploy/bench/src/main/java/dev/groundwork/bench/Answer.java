package dev.groundwork.bench;

import java.util.ArrayList;
import java.util.List;

/** An HTTP answer. */
record Answer(int status, String body) {

    /** {@return all text values of that name in the body; enough for ids} */
    List<String> texts(String name) {
        var field = '"' + name + "\":\"";
        var found = new ArrayList<String>();
        for (int at = body.indexOf(field); at >= 0; at = body.indexOf(field, at + field.length())) {
            int from = at + field.length();
            found.add(body.substring(from, body.indexOf('"', from)));
        }
        return found;
    }

    /** {@return this answer} @throws IllegalStateException when it has another status */
    Answer expect(int wanted) {
        if (status != wanted) {
            throw new IllegalStateException("a caller was answered " + status + ": " + body);
        }
        return this;
    }
}
