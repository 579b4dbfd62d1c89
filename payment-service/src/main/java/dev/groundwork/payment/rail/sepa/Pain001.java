package dev.groundwork.payment.rail.sepa;

import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

import org.jspecify.annotations.Nullable;

/**
 * Writes a customer credit transfer initiation, {@code pain.001}, as SEPA banks take it. The same file description always gives
 * the same bytes.
 */
public final class Pain001 {

    /** The version of the message. */
    public enum Version {
        /** For banks that have not moved on. */
        V03("pain.001.001.03"),
        V09("pain.001.001.09");

        private final String kind;

        Version(String kind) {
            this.kind = kind;
        }

        /** {@return name of the message, and the last part of its namespace} */
        public String kind() {
            return kind;
        }
    }

    private static final String NAMESPACE = "urn:iso:std:iso:20022:tech:xsd:";
    private static final int NAME_LENGTH = 70;
    private static final int TOWN_LENGTH = 35;
    private static final int REMITTANCE_LENGTH = 140;

    private final XMLStreamWriter xml;
    private final Version version;

    private Pain001(XMLStreamWriter xml, Version version) {
        this.xml = xml;
        this.version = version;
    }

    /** {@return the file as UTF-8 XML} */
    public static byte[] write(TransferFile file, Version version) {
        var bytes = new ByteArrayOutputStream(1024 + 700 * file.transfers().size());
        try {
            var xml = XMLOutputFactory.newFactory().createXMLStreamWriter(bytes, StandardCharsets.UTF_8.name());
            new Pain001(xml, version).document(file);
            xml.close();
        } catch (XMLStreamException e) {
            throw new IllegalStateException("writing to memory does not fail", e);
        }
        return bytes.toByteArray();
    }

    private void document(TransferFile file) throws XMLStreamException {
        xml.writeStartDocument(StandardCharsets.UTF_8.name(), "1.0");
        xml.writeStartElement("Document");
        xml.writeDefaultNamespace(NAMESPACE + version.kind());
        xml.writeStartElement("CstmrCdtTrfInitn");
        header(file);
        int size = file.transfersPerBlock();
        for (int from = 0, block = 1; from < file.transfers().size(); from += size, block++) {
            int to = Math.min(from + size, file.transfers().size());
            block(file, block, file.transfers().subList(from, to));
        }
        xml.writeEndElement();
        xml.writeEndElement();
        xml.writeEndDocument();
    }

    private void header(TransferFile file) throws XMLStreamException {
        xml.writeStartElement("GrpHdr");
        text("MsgId", file.messageId());
        text(
                "CreDtTm",
                file.createdAt()
                        .truncatedTo(ChronoUnit.SECONDS)
                        .atOffset(ZoneOffset.UTC)
                        .format(DateTimeFormatter.ISO_OFFSET_DATE_TIME));
        text("NbOfTxs", Integer.toString(file.transfers().size()));
        text("CtrlSum", euros(file.totalMinor()));
        party("InitgPty", file.debtor().name(), null, null);
        xml.writeEndElement();
    }

    private void block(TransferFile file, int number, List<CreditTransfer> transfers) throws XMLStreamException {
        xml.writeStartElement("PmtInf");
        text("PmtInfId", file.messageId() + "-" + number);
        text("PmtMtd", "TRF");
        text("BtchBookg", "true");
        text("NbOfTxs", Integer.toString(transfers.size()));
        text("CtrlSum", euros(TransferFile.total(transfers)));
        xml.writeStartElement("PmtTpInf");
        xml.writeStartElement("SvcLvl");
        text("Cd", "SEPA");
        xml.writeEndElement();
        xml.writeEndElement();
        if (version == Version.V03) {
            text("ReqdExctnDt", file.executionDate().toString());
        } else {
            xml.writeStartElement("ReqdExctnDt");
            text("Dt", file.executionDate().toString());
            xml.writeEndElement();
        }
        party("Dbtr", file.debtor().name(), null, null);
        account("DbtrAcct", file.debtor().iban());
        agent("DbtrAgt", file.debtor().bic());
        text("ChrgBr", "SLEV");
        for (CreditTransfer transfer : transfers) {
            transfer(transfer);
        }
        xml.writeEndElement();
    }

    private void transfer(CreditTransfer transfer) throws XMLStreamException {
        xml.writeStartElement("CdtTrfTxInf");
        xml.writeStartElement("PmtId");
        text("EndToEndId", transfer.endToEndId());
        xml.writeEndElement();
        xml.writeStartElement("Amt");
        xml.writeStartElement("InstdAmt");
        xml.writeAttribute("Ccy", "EUR");
        xml.writeCharacters(euros(transfer.amountMinor()));
        xml.writeEndElement();
        xml.writeEndElement();
        if (transfer.bic() != null) {
            agent("CdtrAgt", transfer.bic());
        }
        party("Cdtr", transfer.name(), transfer.town(), transfer.country());
        account("CdtrAcct", transfer.iban());
        xml.writeStartElement("RmtInf");
        text("Ustrd", LatinText.of(transfer.remittance(), REMITTANCE_LENGTH));
        xml.writeEndElement();
        xml.writeEndElement();
    }

    private void party(String element, String name, @Nullable String town, @Nullable String country)
            throws XMLStreamException {
        xml.writeStartElement(element);
        text("Nm", LatinText.of(name, NAME_LENGTH));
        String latinTown = town == null ? "" : LatinText.of(town, TOWN_LENGTH);
        // The older version knows unstructured addresses only, which banks refuse.
        if (version != Version.V03 && country != null && !latinTown.isEmpty()) {
            xml.writeStartElement("PstlAdr");
            text("TwnNm", latinTown);
            text("Ctry", country);
            xml.writeEndElement();
        }
        xml.writeEndElement();
    }

    private void account(String element, String iban) throws XMLStreamException {
        xml.writeStartElement(element);
        xml.writeStartElement("Id");
        text("IBAN", iban);
        xml.writeEndElement();
        xml.writeEndElement();
    }

    private void agent(String element, String bic) throws XMLStreamException {
        xml.writeStartElement(element);
        xml.writeStartElement("FinInstnId");
        text(version == Version.V03 ? "BIC" : "BICFI", bic);
        xml.writeEndElement();
        xml.writeEndElement();
    }

    private void text(String element, String value) throws XMLStreamException {
        xml.writeStartElement(element);
        xml.writeCharacters(value);
        xml.writeEndElement();
    }

    private static String euros(long cents) {
        return BigDecimal.valueOf(cents, 2).toPlainString();
    }
}
