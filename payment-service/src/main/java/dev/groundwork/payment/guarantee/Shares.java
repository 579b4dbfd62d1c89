package dev.groundwork.payment.guarantee;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Splits an amount by weights so that the parts add up to it, by the largest remainder. */
final class Shares {

    private Shares() {}

    /**
     * @param minor not below zero
     * @param weights above zero, one at least
     * @return one part for each weight; of equal remainders the first gets the unit
     */
    static List<Long> split(long minor, List<Long> weights) {
        BigInteger sum = weights.stream().map(BigInteger::valueOf).reduce(BigInteger.ZERO, BigInteger::add);
        List<Long> parts = new ArrayList<>(weights.size());
        List<BigInteger> remainders = new ArrayList<>(weights.size());
        long given = 0;
        for (long weight : weights) {
            BigInteger[] share = BigInteger.valueOf(minor)
                    .multiply(BigInteger.valueOf(weight))
                    .divideAndRemainder(sum);
            parts.add(share[0].longValueExact());
            remainders.add(share[1]);
            given += share[0].longValueExact();
        }
        List<Integer> byRemainder = IntStream.range(0, weights.size())
                .boxed()
                .sorted(Comparator.<Integer, BigInteger>comparing(remainders::get)
                        .reversed()
                        .thenComparing(i -> i))
                .toList();
        for (int i = 0; given < minor; i++, given++) {
            int place = byRemainder.get(i);
            parts.set(place, parts.get(place) + 1);
        }
        return parts;
    }
}
