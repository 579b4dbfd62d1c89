package dev.groundwork.task.bundle;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The tags of crowd HTML elements: which are made anew in the frame, and what to use in the place of the others. */
final class CrowdTags {

    /** Those that ask for nothing by themselves. */
    private static final Set<String> LAYOUT = Set.of(
            "crowd-form",
            "crowd-button",
            "crowd-instructions",
            "crowd-alert",
            "crowd-tabs",
            "crowd-tab",
            "crowd-card",
            "crowd-slider-label",
            "crowd-radio-group",
            "crowd-radio-button");

    /** Those that ask for a part of the answer under their own name. */
    private static final Set<String> ASKING = Set.of(
            "crowd-input",
            "crowd-text-area",
            "crowd-checkbox",
            "crowd-slider",
            "crowd-classifier",
            "crowd-classifier-multi-select",
            "crowd-image-classifier",
            "crowd-image-classifier-multi-select");

    private static final String DRAW = "is not made anew here: draft the job from the template ";

    private static final Map<String, String> INSTEAD = Map.of(
            "crowd-bounding-box", DRAW + "\"boxes\" (block field.shapes)",
            "crowd-polygon", DRAW + "\"polygons\" (block field.shapes)",
            "crowd-polyline", DRAW + "\"polygons\" (block field.shapes)",
            "crowd-instance-segmentation", DRAW + "\"polygons\" (block field.shapes)",
            "crowd-semantic-segmentation", DRAW + "\"polygons\" (block field.shapes)",
            "crowd-keypoint", DRAW + "\"keypoints\" (block field.shapes)",
            "crowd-entity-annotation", DRAW + "\"entities\" (block field.spans)",
            "crowd-3d-point-cloud", "is not made anew here, and there is nothing in its place: take it out",
            "crowd-rekognition-detect-moderation-labels",
                    "is not made anew here: ask with crowd-classifier-multi-select or with the template \"image-labels\"");

    private CrowdTags() {}

    static boolean isLayout(String tag) {
        return LAYOUT.contains(tag);
    }

    static boolean asks(String tag) {
        return ASKING.contains(tag);
    }

    /** {@return why a tag that neither lays out nor asks is not taken, and what to do} */
    static String insteadOf(String tag) {
        String instead = INSTEAD.get(tag);
        if (instead != null) {
            return instead;
        }
        var known = new TreeSet<>(LAYOUT);
        known.addAll(ASKING);
        return "is no tag that is made anew here: use plain HTML in its place, or one of " + String.join(", ", known);
    }
}
