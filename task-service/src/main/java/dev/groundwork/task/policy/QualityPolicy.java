package dev.groundwork.task.policy;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import org.jspecify.annotations.Nullable;

/**
 * How a job makes sure of its answers, with nothing left open: what the requester left out has its usual value.
 *
 * @param overlap when a task has answers enough; null for the fixed overlap of the job
 * @param control how often a task with a known answer is mixed in; null for never
 * @param training what a worker does before the real tasks; null for nothing
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record QualityPolicy(
        @Nullable DynamicOverlap overlap,
        @Nullable ControlShare control,
        @Nullable TrainingCourse training) {

    private static final ObjectMapper JSON = JsonMapper.builder().build();

    /** {@return the policy in a job's row} */
    public static QualityPolicy read(String json) {
        try {
            return JSON.readValue(json, QualityPolicy.class);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("the stored quality policy is not one: " + json, impossible);
        }
    }

    /** {@return the policy as a job's row keeps it} */
    public String write() {
        try {
            return JSON.writeValueAsString(this);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a quality policy cannot be written as JSON", impossible);
        }
    }

    /** {@return whether workers may ask for a task by its name: not where a name would tell a control task from others} */
    @JsonIgnore
    public boolean takesNamedClaims() {
        return control == null || control.namedClaims();
    }

    /**
     * {@return how many control answers may be bought}
     *
     * @param taskAnswers the most answers that the job's own tasks may get, all together
     */
    public long controlAnswers(long taskAnswers) {
        return control == null ? 0 : control.most(taskAnswers);
    }

    /** {@return how many training answers may be bought} */
    @JsonIgnore
    public long trainingAnswers() {
        return training == null ? 0 : training.most();
    }

    /**
     * {@return the most answers that the job may come to pay for}
     *
     * @param taskAnswers as for {@link #controlAnswers}
     */
    public long answers(long taskAnswers) {
        return Math.addExact(taskAnswers, Math.addExact(controlAnswers(taskAnswers), trainingAnswers()));
    }
}
