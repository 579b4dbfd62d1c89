package dev.groundwork.task.aggregation;

import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;

import dev.groundwork.task.kind.GoldComparison;
import dev.groundwork.task.kind.Shapes;
import dev.groundwork.task.spec.OutputField;
import dev.groundwork.truth.answer.WorkerWeights;
import dev.groundwork.truth.shape.Consensus;
import dev.groundwork.truth.shape.ConsensusRule;
import dev.groundwork.truth.shape.Geometry;
import dev.groundwork.truth.shape.Labelled;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Boxes, outlines and skeletons: what enough workers drew, each object once.
 *
 * @param read a value as shapes
 * @param write a shape into the object that stands for it in a value
 */
record ShapeResult<S>(
        OutputField field,
        Geometry<S> geometry,
        Function<JsonNode, List<Labelled<S>>> read,
        BiConsumer<S, ObjectNode> write,
        WorkerWeights weights,
        MethodUsed method)
        implements FieldResult {

    private static final String METHOD = "cluster-consensus";

    @Override
    public Optional<Outcome> of(long position, List<Given> values) {
        if (values.isEmpty()) {
            return Optional.empty();
        }
        var consensus = Consensus.of(Likeness.byWorker(values, read), geometry, weights, ConsensusRule.USUAL);
        ArrayNode value = JsonNodeFactory.instance.arrayNode();
        for (var object : consensus.objects()) {
            ObjectNode item = value.addObject();
            item.put("label", object.label());
            write.accept(object.shape(), item);
        }
        var likeness = Likeness.to(value, field, values);
        return Optional.of(Outcome.of(
                value,
                likeness.votes(),
                values.size(),
                false,
                likeness.confidence(weights),
                likeness.agreement(),
                METHOD));
    }

    @Override
    public boolean decidesLike(FieldResult earlier) {
        return earlier instanceof ShapeResult<?> same && same.weights().equals(weights);
    }

    static Learner boxes(OutputField field, Controls controls) {
        return learner(field, controls, Geometry.boxes(), Shapes::boxes, (box, item) -> item.setAll(Shapes.value(box)));
    }

    static Learner polygons(OutputField field, Controls controls) {
        return learner(
                field,
                controls,
                Geometry.polygons(),
                Shapes::polygons,
                (polygon, item) -> item.set("points", Shapes.value(polygon)));
    }

    static Learner skeletons(OutputField field, Controls controls) {
        return learner(field, controls, GoldComparison.skeletons(), Shapes::skeletons, (skeleton, item) -> {
            item.set("box", Shapes.value(skeleton.box()));
            item.set("points", Shapes.value(skeleton.points()));
        });
    }

    private static <S> Learner learner(
            OutputField field,
            Controls controls,
            Geometry<S> geometry,
            Function<JsonNode, List<Labelled<S>>> read,
            BiConsumer<S, ObjectNode> write) {
        return new WeightLearner(
                field,
                controls,
                METHOD,
                (weights, method) -> new ShapeResult<>(field, geometry, read, write, weights, method));
    }
}
