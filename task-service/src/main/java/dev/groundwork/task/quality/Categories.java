package dev.groundwork.task.quality;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.groundwork.task.kind.GoldComparison;
import dev.groundwork.task.spec.OutputField;
import dev.groundwork.task.spec.TaskSpec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * The outputs of a spec that labels can be counted of; the others neither decide nor are in the way. Of a preference the side that is
 * better overall is its label.
 *
 * @param fields with all their classes, of a preference also the tie where there may be one
 */
record Categories(TaskSpec spec, List<OutputField> fields) {

    static final int NONE = -1;

    static Categories of(TaskSpec spec) {
        return new Categories(
                spec,
                spec.outputs().stream()
                        .filter(field -> field.kind().isCounted())
                        .map(OutputField::withTie)
                        .toList());
    }

    /** {@return the class of an answer to one output, or {@link #NONE}} */
    static int classOf(OutputField field, JsonNode answer) {
        var value = answer.path(field.name());
        return value.isMissingNode() || value.isNull() ? NONE : field.classOf(value);
    }

    /** {@return the classes of an answer, in the order of the fields} */
    int[] classesOf(JsonNode answer) {
        return fields.stream().mapToInt(field -> classOf(field, answer)).toArray();
    }

    /** {@return how many classes each output has} */
    Map<String, Integer> sizes() {
        var sizes = new HashMap<String, Integer>();
        fields.forEach(field -> sizes.put(field.name(), field.labels().size()));
        return sizes;
    }

    /** {@return an answer of these classes; outputs without a class are left out} */
    ObjectNode answerOf(int[] classes) {
        var answer = JsonNodeFactory.instance.objectNode();
        for (int i = 0; i < classes.length; i++) {
            if (classes[i] != NONE) {
                var field = fields.get(i);
                answer.set(field.name(), field.valueOf(field.labels().get(classes[i])));
            }
        }
        return answer;
    }

    /** Puts an answer next to the right one. */
    JudgedAnswer judge(SkillStore.Known known) {
        var outputs = new LinkedHashMap<String, JudgedAnswer.Judged>();
        for (var field : fields) {
            int right = classOf(field, known.gold());
            int given = classOf(field, known.answer());
            if (right != NONE) {
                outputs.put(field.name(), new JudgedAnswer.Judged(right, given, right == given));
            }
        }
        return new JudgedAnswer(
                known.assignmentId(),
                known.jobId(),
                known.workerId(),
                known.position(),
                known.training(),
                outputs,
                GoldComparison.matches(spec, known.gold(), known.answer()),
                known.answeredAt(),
                true);
    }
}
