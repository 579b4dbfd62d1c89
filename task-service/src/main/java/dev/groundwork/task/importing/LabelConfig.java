package dev.groundwork.task.importing;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;

import dev.groundwork.kit.problem.InvalidRequest;
import dev.groundwork.kit.problem.Unprocessable;

import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.ErrorHandler;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;

/**
 * The labelling interface of a Label Studio project: what is shown (objects) and what is asked (controls). The document comes
 * from anywhere, so it may name nothing outside of itself.
 *
 * @param objects in the order of the document
 * @param controls in the order of the document
 * @param notes what was left behind, in words
 */
record LabelConfig(List<Shown> objects, List<Control> controls, List<String> notes) {

    private static final int MOST_CHARACTERS = 256 * 1024;
    private static final int MOST_ELEMENTS = 5_000;
    private static final int DEEPEST = 50;

    /** Tags that only say how a page looks. */
    private static final Set<String> LAYOUT =
            Set.of("View", "Style", "Header", "Collapse", "Panel", "Filter", "Shortcut", "Choice", "Label");

    private static final Map<String, String> MEDIA = Map.of(
            "Text", "", "HyperText", "", "Image", "image", "Audio", "audio", "AudioPlus", "audio", "Video", "video");

    private static final Set<String> CONTROLS = Set.of(
            "Choices",
            "Labels",
            "RectangleLabels",
            "PolygonLabels",
            "KeyPointLabels",
            "TextArea",
            "Rating",
            "Number",
            "Pairwise");

    LabelConfig {
        objects = List.copyOf(objects);
        controls = List.copyOf(controls);
        notes = List.copyOf(notes);
    }

    /**
     * Something that is shown.
     *
     * @param property of the task's data
     * @param medium image, audio or video; empty for a text
     */
    record Shown(String name, String property, String medium) {}

    /**
     * Something that is asked.
     *
     * @param tag such as RectangleLabels
     * @param about names of the objects, one or for pairs two
     * @param labels in the order of the document
     */
    record Control(String tag, String name, List<String> about, List<String> labels, Map<String, String> attributes) {

        Control {
            about = List.copyOf(about);
            labels = List.copyOf(labels);
            attributes = Map.copyOf(attributes);
        }

        boolean is(String attribute, String value) {
            return value.equalsIgnoreCase(attributes.getOrDefault(attribute, ""));
        }
    }

    /**
     * Reads a document.
     *
     * @throws InvalidRequest {@code invalid-label-config}
     * @throws Unprocessable {@code label-config-not-supported}, naming the tags
     */
    static LabelConfig parse(String xml) {
        if (xml.length() > MOST_CHARACTERS) {
            throw invalid("is longer than " + MOST_CHARACTERS + " characters");
        }
        return new Reading().read(document(xml).getDocumentElement());
    }

    private static Document document(String xml) {
        try {
            var factory = DocumentBuilderFactory.newInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            // Without a document type there are no entities, and nothing outside to be fetched.
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_DTD, "");
            factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_SCHEMA, "");
            factory.setXIncludeAware(false);
            factory.setExpandEntityReferences(false);
            DocumentBuilder builder = factory.newDocumentBuilder();
            builder.setErrorHandler(new Quiet());
            return builder.parse(new InputSource(new StringReader(xml)));
        } catch (SAXParseException malformed) {
            throw invalid("is no XML at line " + malformed.getLineNumber() + ", column " + malformed.getColumnNumber()
                    + (xml.contains("<!DOCTYPE") ? "; a document type is not taken" : ""));
        } catch (SAXException | IOException malformed) {
            throw invalid("is no XML");
        } catch (ParserConfigurationException impossible) {
            throw new IllegalStateException("every Java platform has this parser", impossible);
        }
    }

    /** The parser's own would print. */
    private static final class Quiet implements ErrorHandler {

        @Override
        public void warning(SAXParseException unimportant) {}

        @Override
        public void error(SAXParseException fault) throws SAXException {
            throw fault;
        }

        @Override
        public void fatalError(SAXParseException fault) throws SAXException {
            throw fault;
        }
    }

    private static InvalidRequest invalid(String fault) {
        return new InvalidRequest("invalid-label-config", "The labelling interface " + fault + ".");
    }

    /** One walk through a document. */
    private static final class Reading {

        private final List<Shown> objects = new ArrayList<>();
        private final List<Control> controls = new ArrayList<>();
        private final Set<String> notes = new LinkedHashSet<>();
        private final Set<String> refused = new TreeSet<>();
        private int elements;

        LabelConfig read(Element root) {
            if (!root.getTagName().equals("View")) {
                throw invalid("must be a View");
            }
            walk(root, 0);
            if (!refused.isEmpty()) {
                throw new Unprocessable(
                        "label-config-not-supported",
                        "The labelling interface uses what cannot be imported: " + String.join(", ", refused) + ".",
                        Map.of("tags", List.copyOf(refused)));
            }
            if (objects.isEmpty() || controls.isEmpty()) {
                throw invalid("must show something and ask something");
            }
            check();
            return new LabelConfig(objects, controls, List.copyOf(notes));
        }

        private void walk(Element element, int depth) {
            if (depth > DEEPEST || ++elements > MOST_ELEMENTS) {
                throw invalid("has more or deeper elements than any that is used");
            }
            String tag = element.getTagName();
            if (MEDIA.containsKey(tag)) {
                object(element, tag);
            } else if (CONTROLS.contains(tag)) {
                control(element, tag);
            } else if (!LAYOUT.contains(tag)) {
                refused.add(tag);
            }
            if (element.hasAttribute("visibleWhen")) {
                notes.add("visibleWhen of " + tag
                        + " is left out: its question is always shown and need not be answered");
            }
            for (Node child = element.getFirstChild(); child != null; child = child.getNextSibling()) {
                if (child instanceof Element inner) {
                    walk(inner, depth + 1);
                }
            }
        }

        private void object(Element element, String tag) {
            String value = element.getAttribute("value");
            if (!value.matches("\\$[A-Za-z_][A-Za-z0-9_-]*")) {
                throw invalid("has a " + tag + " whose value is not one property of the data, such as $text");
            }
            objects.add(new Shown(name(element, tag), value.substring(1), MEDIA.getOrDefault(tag, "")));
        }

        private void control(Element element, String tag) {
            var labels = new ArrayList<String>();
            gather(element, labels);
            if (element.getAttribute("perRegion").equals("true")
                    || element.getAttribute("perItem").equals("true")) {
                refused.add(tag + " perRegion");
            }
            for (String generated : List.of("value", "allowNested")) {
                if (tag.equals("Choices") && element.hasAttribute(generated)) {
                    refused.add(tag + " " + generated);
                }
            }
            var attributes = new HashMap<String, String>();
            for (String name : List.of("choice", "required", "maxRating", "min", "max", "visibleWhen")) {
                if (element.hasAttribute(name)) {
                    attributes.put(name, element.getAttribute(name));
                }
            }
            List<String> about = List.of(element.getAttribute("toName").split(",", -1)).stream()
                    .map(String::strip)
                    .filter(name -> !name.isEmpty())
                    .toList();
            controls.add(new Control(tag, name(element, tag), about, labels, attributes));
        }

        /** Labels and choices, also those within a View of their own; nested choices would be a taxonomy. */
        private void gather(Element element, List<String> labels) {
            for (Node child = element.getFirstChild(); child != null; child = child.getNextSibling()) {
                if (!(child instanceof Element inner)) {
                    continue;
                }
                if (inner.getTagName().equals("Label") || inner.getTagName().equals("Choice")) {
                    String value = inner.getAttribute("value");
                    if (value.isBlank()) {
                        throw invalid("has a " + inner.getTagName() + " without a value");
                    }
                    if (!labels.contains(value)) {
                        labels.add(value);
                    }
                    if (inner.getElementsByTagName("Choice").getLength() > 0) {
                        refused.add("Choice in Choice");
                    }
                } else {
                    gather(inner, labels);
                }
            }
        }

        private static String name(Element element, String tag) {
            String name = element.getAttribute("name");
            if (name.isBlank() || name.length() > 200) {
                throw invalid("has a " + tag + " without a name");
            }
            return name;
        }

        private void check() {
            var names = new TreeSet<String>();
            objects.forEach(object -> {
                if (!names.add(object.name())) {
                    throw invalid("has two tags with the name " + object.name());
                }
            });
            for (Control control : controls) {
                if (!names.add(control.name())) {
                    throw invalid("has two tags with the name " + control.name());
                }
                int most = control.tag().equals("Pairwise") ? 2 : 1;
                if (control.about().size() != most) {
                    throw invalid("has a " + control.tag() + " that must be about " + most
                            + (most == 1 ? " tag" : " tags") + " by its toName");
                }
                for (String name : control.about()) {
                    if (objects.stream().noneMatch(object -> object.name().equals(name))) {
                        throw invalid(
                                "has a " + control.tag() + " about " + name + ", which is no tag that shows something");
                    }
                }
            }
        }
    }

    Shown object(String name) {
        return objects.stream()
                .filter(object -> object.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
