// SPDX-License-Identifier: BSD-2-Clause
package caesure.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import caesure.bytes.ByteString;
import caesure.bytes.ByteWriter;
import caesure.bytes.MalformedException;
import caesure.consensus.Money;
import caesure.crypto.Hash256;
import caesure.primitives.Coin;
import caesure.primitives.OutPoint;
import caesure.primitives.TxOut;
import caesure.primitives.Txid;
import caesure.testkit.Property;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

class SpentCoinsTest {
    /** One coin of 300 satoshis, height 5, script 51; nothing overwritten. */
    private static final String ONE = "01" + "0a" + "ac02" + "01" + "51" + "00";

    @Test
    void areWrittenAsTheGrammarSays() throws MalformedException {
        var one = new SpentCoins(List.of(coin(300, 5, false, 1)), List.of());
        assertEquals(ONE, one.toBytes().toString());
        var lost = new Unspent(new OutPoint(new Txid(Hash256.ONE), 128), coin(0, 1, true, 0));
        var both = new SpentCoins(List.of(), List.of(lost));
        assertEquals("00" + "01" + "01" + "00".repeat(31) + "8001" + "030000", hex(both));
        assertEquals(both, SpentCoins.parse(both.toBytes()));
    }

    @Test
    void readBackWhatWasWritten() {
        Property.forAll(
                200,
                random -> {
                    var spent = new ArrayList<Coin>();
                    var overwritten = new ArrayList<Unspent>();
                    for (int i = random.nextInt(20); i > 0; i--) spent.add(coin(random));
                    for (int i = random.nextInt(3); i > 0; i--) {
                        var txid = new Txid(Hash256.of(bytes(random, 32)));
                        var name = new OutPoint(txid, random.nextLong(1L << 32));
                        overwritten.add(new Unspent(name, coin(random)));
                    }
                    var coins = new SpentCoins(spent, overwritten);
                    ByteString written = coins.toBytes();
                    assertEquals(coins, SpentCoins.parse(written));
                    for (int end = 0; end < written.length(); end++) {
                        ByteString cut = written.slice(0, end);
                        assertThrows(MalformedException.class, () -> SpentCoins.parse(cut));
                    }
                });
    }

    @Test
    void reachTheLimitsOfTheirNumbers() throws MalformedException {
        var most = new Coin(new TxOut(Money.MAX_SATS, script(10_000)), Integer.MAX_VALUE, true);
        var name = new OutPoint(new Txid(Hash256.ZERO), 0xffff_ffffL);
        var coins = new SpentCoins(List.of(most), List.of(new Unspent(name, most)));
        assertEquals(coins, SpentCoins.parse(coins.toBytes()));
        var out = new ByteWriter();
        CoinBytes.write(new Unspent(name, most), out);
        assertEquals(CoinBytes.UNSPENT_BYTES_MAX, out.length());
    }

    @Test
    void refuseWhatTheyAreNot() {
        assertRefused("1 bytes left over", ONE + "00");
        assertRefused("end of data, short by 1 bytes", "00");
        assertRefused("count 2 does not fit", "02" + "0a0000" + "00");
        assertRefused(
                "value of a coin too large: 2100000000000001",
                "0102" + "81809dd085bedd03" + "0000");
        assertRefused("value of a coin in more bytes than needed", "01" + "028000" + "0000");
        assertRefused("height of a coin too large: 4294967296", "01" + "8080808010" + "000000");
        assertRefused(
                "length of a script too large: 10001", "01" + "0200914e" + "51".repeat(10001));
        assertRefused("no coin has such a script", "01" + "020001" + "6a" + "00");
        assertRefused(
                "index of an output too large: 4294967296",
                "00" + "01" + "00".repeat(32) + "8080808010" + "020000");
    }

    @Test
    void refuseMoreThanABlockCanLose() throws MalformedException {
        Coin coin = coin(0, 1, false, 0);
        var most = new ArrayList<Coin>();
        for (int i = 0; i < SpentCoins.SPENT_MAX; i++) most.add(coin);
        var fits = new SpentCoins(most, List.of());
        assertEquals(fits, SpentCoins.parse(fits.toBytes()));
        most.add(coin);
        ByteString tooMany = new SpentCoins(most, List.of()).toBytes();
        var refused = assertThrows(MalformedException.class, () -> SpentCoins.parse(tooMany));
        assertEquals("24391 coins, more than a block can lose", refused.getMessage());
    }

    private static void assertRefused(String why, String hex) {
        var refused =
                assertThrows(
                        MalformedException.class, () -> SpentCoins.parse(ByteString.fromHex(hex)));
        assertEquals(why, refused.getMessage());
    }

    private static String hex(SpentCoins coins) {
        return coins.toBytes().toString();
    }

    /** A script of OP_TRUE alone, so many. */
    private static ByteString script(int bytes) {
        byte[] script = new byte[bytes];
        Arrays.fill(script, (byte) 0x51);
        return ByteString.wrap(script);
    }

    private static Coin coin(long sats, int height, boolean coinbase, int scriptBytes) {
        return new Coin(new TxOut(sats, script(scriptBytes)), height, coinbase);
    }

    private static Coin coin(SplittableRandom random) {
        long sats = random.nextLong(Money.MAX_SATS + 1) >>> random.nextInt(51);
        int height = random.nextInt(Integer.MAX_VALUE) >>> random.nextInt(31);
        return coin(sats, height, random.nextBoolean(), random.nextInt(200));
    }

    private static byte[] bytes(SplittableRandom random, int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }
}
