package dev.groundwork.demo;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;

import dev.groundwork.demo.crowd.Crowd;

/**
 * How the requester makes sure of the answers in this run.
 *
 * @param dynamic whether answers are bought until the label is sure enough
 * @param confidence how sure that is
 * @param calibrated whether it is what the control tasks make of it that has to be as sure
 * @param controls external ids of the tasks whose truth is told as the right answer of a control task
 * @param leftOut external ids of the tasks that the accuracy leaves out: the control tasks, of this run or of the one that it is
 *     compared with
 */
record QualityPlan(boolean dynamic, double confidence, boolean calibrated, Set<String> controls, Set<String> leftOut) {

    static final int MIN_OVERLAP = 2;
    private static final double AMBIGUITY = 0.2;

    /** Everybody gets the same number of answers, and nobody knows an answer beforehand. */
    static final QualityPlan NONE = new QualityPlan(false, 0, false, Set.of(), Set.of());

    QualityPlan {
        controls = Set.copyOf(controls);
        leftOut = Set.copyOf(leftOut);
    }

    /** {@return the plan that the options ask for: control tasks drawn from the truth by the seed} */
    static QualityPlan of(DemoOptions options, Crowd crowd) {
        boolean uses = options.dynamic() || options.sybil() > 0;
        if (!uses && !options.compare()) {
            return NONE;
        }
        var known = new ArrayList<String>();
        crowd.items().forEach(item -> {
            if (crowd.truth().containsKey(item.externalId())) {
                known.add(item.externalId());
            }
        });
        Collections.shuffle(known, new Random(options.seed()));
        int wanted = (int) Math.round(options.controlShare() * known.size());
        var drawn = new HashSet<>(known.subList(0, Math.min(wanted, known.size())));
        return new QualityPlan(
                options.dynamic(), options.confidence(), options.calibrated(), uses ? drawn : Set.of(), drawn);
    }

    /** {@return whether the job has a quality policy at all} */
    boolean isAny() {
        return dynamic || !controls.isEmpty();
    }

    boolean isControl(String externalId) {
        return controls.contains(externalId);
    }

    /** {@return the most answers that one task of the crowd gets} */
    static int mostOverlap(Crowd crowd) {
        return crowd.items().stream().mapToInt(Crowd.Item::overlap).max().orElse(1);
    }

    /** The member {@code quality} of the job. People of a recording claim by name, as their answers belong to named tasks. */
    Map<String, Object> policy(Crowd crowd) {
        var policy = new LinkedHashMap<String, Object>();
        if (dynamic) {
            int most = mostOverlap(crowd);
            policy.put(
                    "overlap",
                    Map.of(
                            "min", Math.min(MIN_OVERLAP, most),
                            "max", most,
                            "confidence", confidence,
                            "ambiguityMargin", AMBIGUITY,
                            "calibrated", calibrated));
        }
        if (!controls.isEmpty()) {
            long answers = crowd.items().stream()
                    .filter(item -> isControl(item.externalId()))
                    .mapToLong(Crowd.Item::overlap)
                    .sum();
            policy.put("control", Map.of("namedClaims", true, "answers", answers));
        }
        return policy;
    }
}
