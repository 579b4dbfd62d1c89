package dev.groundwork.kit.money;

import java.util.HashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * The active currencies of ISO 4217 and their exponents.
 *
 * <p>A table of our own: the one inside the JDK changes with its version and can be overridden from outside, and an
 * amount must mean the same on every machine and for ever.
 */
final class Currencies {

    private static final Map<String, Integer> EXPONENTS = new HashMap<>();

    static {
        add(0, "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF");
        add(
                2,
                "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CNY COP CRC"
                        + " CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR"
                        + " ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR"
                        + " MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR"
                        + " SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD UYU UZS"
                        + " VES WST XCD YER ZAR ZMW");
        add(3, "BHD IQD JOD KWD LYD OMR TND");
        add(4, "CLF UYW");
    }

    private Currencies() {}

    private static void add(int exponent, String codes) {
        for (var code : codes.split(" ", -1)) {
            EXPONENTS.put(code, exponent);
        }
    }

    /** {@return decimals of the currency, or null where there is no such currency} */
    static @Nullable Integer exponent(String currency) {
        return EXPONENTS.get(currency);
    }
}
