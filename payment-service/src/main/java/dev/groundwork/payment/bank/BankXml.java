package dev.groundwork.payment.bank;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

import dev.groundwork.kit.problem.TooLarge;
import dev.groundwork.kit.problem.Unprocessable;

import org.jspecify.annotations.Nullable;

/**
 * Walks through a file of a stranger, element by element, and keeps nothing of it. A document type, an entity, a file that
 * is too long, too deep or not well-formed ends the walk with a refusal.
 */
final class BankXml implements AutoCloseable {

    private static final int DEEPEST = 40;
    private static final int LONGEST_TEXT = 4_000;

    private final XMLStreamReader xml;
    private int depth;

    BankXml(InputStream in, long mostBytes) {
        // The platform's own parser, whatever else lies on the class path: its limits are known.
        var factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
        factory.setXMLResolver((publicId, systemId, base, namespace) -> {
            throw new XMLStreamException("nothing outside of the file is read");
        });
        // What is wrong is told by the refusal; without this the parser writes it to the console as well.
        factory.setXMLReporter((message, type, related, location) -> {});
        try {
            this.xml = factory.createXMLStreamReader(new Bounded(in, mostBytes));
        } catch (XMLStreamException | RuntimeException e) {
            throw refusal(e);
        }
    }

    /** What is done with one element: it reads it by {@link #text()} or {@link #each}, or leaves it. */
    @FunctionalInterface
    interface Element {
        void read(String name);
    }

    /** {@return the namespace of the element that the walk stands on; empty where it has none} */
    String namespace() {
        String namespace = xml.getNamespaceURI();
        return namespace == null ? "" : namespace;
    }

    /** {@return an attribute of the element that the walk stands on} */
    @Nullable String attribute(String name) {
        return xml.getAttributeValue(null, name);
    }

    /** Shows each child of the element that the walk stands on (at first: the root), and goes to its end. */
    void each(Element child) {
        int inside = depth;
        while (true) {
            switch (next()) {
                case XMLStreamConstants.START_ELEMENT -> {
                    if (++depth > DEEPEST) {
                        throw malformed("its elements are nested deeper than " + DEEPEST);
                    }
                    int here = depth;
                    child.read(xml.getLocalName());
                    if (depth == here) {
                        skip(here - 1);
                    }
                }
                case XMLStreamConstants.END_ELEMENT -> {
                    depth--;
                    if (depth < inside) {
                        return;
                    }
                }
                case XMLStreamConstants.END_DOCUMENT -> {
                    return;
                }
                default -> {
                    // White space and comments.
                }
            }
        }
    }

    /** {@return the text of the element that the walk stands on, without blanks around it; goes to its end} */
    String text() {
        var text = new StringBuilder();
        int outside = depth - 1;
        while (depth > outside) {
            switch (next()) {
                case XMLStreamConstants.START_ELEMENT -> {
                    if (++depth > DEEPEST) {
                        throw malformed("its elements are nested deeper than " + DEEPEST);
                    }
                }
                case XMLStreamConstants.END_ELEMENT -> depth--;
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> {
                    if (text.length() + xml.getTextLength() > LONGEST_TEXT) {
                        throw malformed("a value is longer than " + LONGEST_TEXT + " characters");
                    }
                    text.append(xml.getText());
                }
                default -> {
                    // Comments.
                }
            }
        }
        return text.toString().strip();
    }

    private void skip(int outside) {
        while (depth > outside) {
            switch (next()) {
                case XMLStreamConstants.START_ELEMENT -> {
                    if (++depth > DEEPEST) {
                        throw malformed("its elements are nested deeper than " + DEEPEST);
                    }
                }
                case XMLStreamConstants.END_ELEMENT -> depth--;
                default -> {
                    // Not wanted.
                }
            }
        }
    }

    private int next() {
        try {
            if (!xml.hasNext()) {
                if (depth > 0) {
                    throw malformed("it ends too early");
                }
                return XMLStreamConstants.END_DOCUMENT;
            }
            int event = xml.next();
            if (event == XMLStreamConstants.DTD || event == XMLStreamConstants.ENTITY_REFERENCE) {
                throw malformed("it has a document type or an entity, which no bank file needs");
            }
            return event;
        } catch (XMLStreamException | ArrayIndexOutOfBoundsException | IllegalStateException e) {
            throw refusal(e);
        }
    }

    @Override
    public void close() {
        try {
            xml.close();
        } catch (XMLStreamException e) {
            throw refusal(e);
        }
    }

    /** @param why a clause after "The file is no bank file that can be read: " */
    static Unprocessable malformed(String why) {
        return new Unprocessable(
                "bank-file-malformed",
                "The file is no bank file that can be read: " + why + ". Fetch it from the bank again, whole.");
    }

    private static RuntimeException refusal(Exception e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof Overlong) {
                return new TooLarge(
                        "bank-file-too-large",
                        "The file is larger than this service reads at once; ask the bank for one file a day, or raise"
                                + " groundwork.payment.bank.most-bytes.");
            }
        }
        if (e instanceof XMLStreamException broken && broken.getLocation() != null) {
            return malformed("its XML is broken at line " + broken.getLocation().getLineNumber() + ", column "
                    + broken.getLocation().getColumnNumber());
        }
        return malformed("its XML is broken");
    }

    /** The file goes on after what is read of it. */
    private static final class Overlong extends IOException {

        private static final long serialVersionUID = 1;
    }

    private static final class Bounded extends FilterInputStream {

        private long left;

        Bounded(InputStream in, long most) {
            super(in);
            this.left = most;
        }

        @Override
        public int read() throws IOException {
            int read = super.read();
            count(read < 0 ? 0 : 1);
            return read;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int read = super.read(buffer, offset, length);
            count(Math.max(0, read));
            return read;
        }

        private void count(int read) throws IOException {
            left -= read;
            if (left < 0) {
                throw new Overlong();
            }
        }
    }
}
