package dev.groundwork.task.assignment;

import jakarta.enterprise.context.ApplicationScoped;

import dev.groundwork.task.media.MediaLinks;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

/** The inputs of tasks as workers get them: references to uploaded media become links that work for a short while. */
@ApplicationScoped
public class TaskInputs {

    private final MediaLinks media;
    private final ObjectMapper json;

    TaskInputs(MediaLinks media, ObjectMapper json) {
        this.media = media;
        this.json = json;
    }

    /** {@return whether {@link #forWorker} gives the input out as it is} */
    public boolean isPlain(String stored) {
        return !stored.contains("\"media:");
    }

    /** {@return the input, as JSON text like the one stored} */
    public String forWorker(String stored) {
        // Most inputs name no media: their text goes out as it came in.
        if (isPlain(stored)) {
            return stored;
        }
        try {
            return media.signed(json.readTree(stored)).toString();
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("the stored input of a task is not JSON", impossible);
        }
    }
}
