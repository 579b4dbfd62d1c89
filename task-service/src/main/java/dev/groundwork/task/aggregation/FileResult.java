package dev.groundwork.task.aggregation;

import java.util.List;
import java.util.Optional;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

/** Files: no two are the same, so that all of them are the result. */
record FileResult() implements FieldResult, FieldResult.Learner {

    private static final MethodUsed METHOD = MethodUsed.always("list", "files are not merged");

    @Override
    public Optional<Outcome> of(long position, List<Given> values) {
        if (values.isEmpty()) {
            return Optional.empty();
        }
        ArrayNode all = JsonNodeFactory.instance.arrayNode();
        values.forEach(given -> all.add(given.answer()));
        return Optional.of(Outcome.of(all, values.size(), values.size(), false, null, null, METHOD.method()));
    }

    @Override
    public MethodUsed method() {
        return METHOD;
    }

    @Override
    public boolean decidesLike(FieldResult earlier) {
        return true;
    }

    @Override
    public void see(long position, List<Given> values) {
        // Nothing to learn.
    }

    @Override
    public FieldResult learn() {
        return this;
    }
}
