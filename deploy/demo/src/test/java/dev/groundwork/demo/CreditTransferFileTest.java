package dev.groundwork.demo;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class CreditTransferFileTest {

    private static final String FILE = """
            <?xml version="1.0" encoding="UTF-8"?>
            <Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"><CstmrCdtTrfInitn>
              <GrpHdr><MsgId>m</MsgId><NbOfTxs>2</NbOfTxs><CtrlSum>3.50</CtrlSum></GrpHdr>
              <PmtInf><PmtInfId>p</PmtInfId><NbOfTxs>2</NbOfTxs><CtrlSum>3.50</CtrlSum>
                <CdtTrfTxInf><PmtId><EndToEndId>a</EndToEndId></PmtId><Amt><InstdAmt Ccy="EUR">1.25</InstdAmt></Amt>
                  <CdtrAcct><Id><IBAN>DE89370400440532013000</IBAN></Id></CdtrAcct></CdtTrfTxInf>
                <CdtTrfTxInf><PmtId><EndToEndId>b</EndToEndId></PmtId><Amt><InstdAmt Ccy="EUR">2.25</InstdAmt></Amt>
                  <CdtrAcct><Id><IBAN>DE89370400440532013000</IBAN></Id></CdtrAcct></CdtTrfTxInf>
              </PmtInf>
            </CstmrCdtTrfInitn></Document>
            """;

    @Test
    void reads_the_header_and_every_payment() {
        var file = CreditTransferFile.read(FILE.getBytes(StandardCharsets.UTF_8));

        assertThat(file.namespace()).isEqualTo(CreditTransferFile.NAMESPACE);
        assertThat(file.announced()).isEqualTo(2);
        assertThat(file.controlSum()).isEqualByComparingTo(new BigDecimal("3.50"));
        assertThat(file.sum()).isEqualByComparingTo(new BigDecimal("3.50"));
    }

    @Test
    void refuses_what_is_not_well_formed_or_brings_its_own_entities() {
        var cut = FILE.substring(0, FILE.length() / 2).getBytes(StandardCharsets.UTF_8);
        var entities = FILE.replace("<Document", "<!DOCTYPE x [<!ENTITY e \"e\">]><Document")
                .getBytes(StandardCharsets.UTF_8);

        assertThatThrownBy(() -> CreditTransferFile.read(cut)).isInstanceOf(Amounts.UnexpectedAnswer.class);
        assertThatThrownBy(() -> CreditTransferFile.read(entities)).isInstanceOf(Amounts.UnexpectedAnswer.class);
    }

    @Test
    void the_schema_finds_what_a_bank_would_refuse() {
        assertThat(CreditTransferFile.faultBySchema(FILE.getBytes(StandardCharsets.UTF_8)))
                .contains("CreDtTm");
    }
}
