package dev.groundwork.demo;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.SchemaFactory;

import org.w3c.dom.Element;
import org.xml.sax.SAXException;

/**
 * What a bank would read first in a SEPA credit transfer file.
 *
 * @param controlSum the total that the file announces for itself
 * @param announced the number of payments that it announces
 */
record CreditTransferFile(String namespace, BigDecimal controlSum, int announced, List<Payment> payments) {

    static final String NAMESPACE = "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09";

    private static final String SCHEMA = "/pain.001.001.09.xsd";

    /** One credit transfer. */
    record Payment(String endToEndId, BigDecimal amount, String currency, String iban) {}

    /** {@return the file read} @throws Amounts.UnexpectedAnswer when it is not well-formed */
    static CreditTransferFile read(byte[] bytes) {
        try {
            var factory = DocumentBuilderFactory.newInstance();
            factory.setNamespaceAware(true);
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            var root = factory.newDocumentBuilder()
                    .parse(new ByteArrayInputStream(bytes))
                    .getDocumentElement();
            var namespace = root.getNamespaceURI();
            var header = first(root, "GrpHdr");
            var payments = new ArrayList<Payment>();
            var nodes = root.getElementsByTagNameNS("*", "CdtTrfTxInf");
            for (int i = 0; i < nodes.getLength(); i++) {
                var transfer = (Element) nodes.item(i);
                var amount = first(transfer, "InstdAmt");
                payments.add(new Payment(
                        first(transfer, "EndToEndId").getTextContent(),
                        new BigDecimal(amount.getTextContent()),
                        amount.getAttribute("Ccy"),
                        first(first(transfer, "CdtrAcct"), "IBAN").getTextContent()));
            }
            return new CreditTransferFile(
                    namespace == null ? "" : namespace,
                    new BigDecimal(first(header, "CtrlSum").getTextContent()),
                    Integer.parseInt(first(header, "NbOfTxs").getTextContent()),
                    List.copyOf(payments));
        } catch (ParserConfigurationException | SAXException | IOException | NumberFormatException broken) {
            throw new Amounts.UnexpectedAnswer(
                    "the file of the batch is no credit transfer file: " + broken.getMessage());
        }
    }

    /**
     * Holds a file against the schema of ISO 20022, as it is published in hbci4j.
     *
     * @return what is wrong with it first; empty where nothing is
     */
    static String faultBySchema(byte[] bytes) {
        try {
            var schemas = SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI);
            schemas.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            var schema = schemas.newSchema(
                    Objects.requireNonNull(CreditTransferFile.class.getResource(SCHEMA), "no schema " + SCHEMA));
            schema.newValidator().validate(new StreamSource(new ByteArrayInputStream(bytes)));
            return "";
        } catch (SAXException fault) {
            return String.valueOf(fault.getMessage());
        } catch (IOException unread) {
            throw new UncheckedIOException(unread);
        }
    }

    BigDecimal sum() {
        return payments.stream().map(Payment::amount).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static Element first(Element parent, String name) {
        if (parent.getElementsByTagNameNS("*", name).item(0) instanceof Element element) {
            return element;
        }
        throw new Amounts.UnexpectedAnswer("the file of the batch has no " + name + " in " + parent.getLocalName());
    }
}
