// SPDX-License-Identifier: BSD-2-Clause
package caesure.views;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import caesure.bytes.ByteString;
import caesure.bytes.MalformedException;
import caesure.consensus.Network;
import caesure.consensus.Params;
import caesure.http.Json;
import caesure.http.JsonText;
import caesure.primitives.Coin;
import caesure.primitives.OutPoint;
import caesure.primitives.Transaction;
import caesure.primitives.TxIn;
import caesure.primitives.TxOut;
import caesure.primitives.Txid;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Optional;

final class TxViewTest {
    private static final Params REGTEST = Params.of(Network.REGTEST);
    private static final ByteString OP_1 = ByteString.of(0x51);

    @Test
    void tellsAllInCoresOrder() throws MalformedException {
        String text = JsonText.of(TxView.decoded(spending(), REGTEST));
        assertEquals(
                "{\"txid\":\""
                        + spending().txid()
                        + "\",\"hash\":\""
                        + spending().wtxid()
                        + "\",\"version\":2,\"size\":67,\"vsize\":63,\"weight\":250,\"locktime\":5,"
                        + "\"vin\":[{\"txid\":\""
                        + "11".repeat(32)
                        + "\",\"vout\":1,\"scriptSig\":{\"asm\":\"\",\"hex\":\"\"},"
                        + "\"txinwitness\":[\"\",\"01\"],\"sequence\":4294967294}],"
                        + "\"vout\":[{\"value\":0.00000007,\"n\":0,\"scriptPubKey\":"
                        + "{\"asm\":\"1\",\"desc\":\"raw(51)#8lvh9jxk\",\"hex\":\"51\","
                        + "\"type\":\"nonstandard\"}}]}",
                text);
    }

    @Test
    void showsFeeAndCoinsAsAsked() throws MalformedException {
        var coin = new Coin(new TxOut(1_000, OP_1), 7, true);
        Optional<List<Coin>> spent = Optional.of(List.of(coin));
        Json.Obj plain = TxView.json(spending(), REGTEST, spent, TxView.Detail.PLAIN).build();
        assertFalse(plain.has("fee"));
        assertEquals(Json.of(spending().bytes().toString()), plain.get("hex"));

        Json.Obj fee = TxView.json(spending(), REGTEST, spent, TxView.Detail.FEE).build();
        assertEquals(Json.ofBitcoins(993), fee.get("fee"));
        assertFalse(input(fee).has("prevout"));

        Json.Obj whole = TxView.json(spending(), REGTEST, spent, TxView.Detail.PREVOUT).build();
        assertEquals(
                "{\"generated\":true,\"height\":7,\"value\":0.00001000,\"scriptPubKey\":"
                        + "{\"asm\":\"1\",\"desc\":\"raw(51)#8lvh9jxk\",\"hex\":\"51\","
                        + "\"type\":\"nonstandard\"}}",
                JsonText.of(input(whole).get("prevout")));
    }

    @Test
    void showsTheScriptOfACoinbaseAsBytes() {
        var in = new TxIn(OutPoint.NULL, ByteString.of(1, 2), 0xffff_ffffL, List.of());
        var coinbase = Transaction.of(1, List.of(in), List.of(new TxOut(50, OP_1)), 0);
        Json.Obj view = TxView.decoded(coinbase, REGTEST);
        assertEquals("{\"coinbase\":\"0102\",\"sequence\":4294967295}", JsonText.of(input(view)));
    }

    private static Json.Obj input(Json.Obj view) {
        return (Json.Obj) ((Json.Arr) view.get("vin")).items().getFirst();
    }

    private static Transaction spending() throws MalformedException {
        var from = new OutPoint(Txid.parse("11".repeat(32)), 1);
        List<ByteString> witness = List.of(ByteString.EMPTY, ByteString.of(1));
        var in = new TxIn(from, ByteString.EMPTY, 0xffff_fffeL, witness);
        return Transaction.of(2, List.of(in), List.of(new TxOut(7, OP_1)), 5);
    }
}
