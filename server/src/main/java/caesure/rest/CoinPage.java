// SPDX-License-Identifier: BSD-2-Clause
package caesure.rest;

import caesure.bytes.ByteReader;
import caesure.bytes.ByteString;
import caesure.bytes.ByteWriter;
import caesure.bytes.MalformedException;
import caesure.chain.Chain;
import caesure.crypto.Hash256;
import caesure.http.HttpReply;
import caesure.http.Json;
import caesure.primitives.Coin;
import caesure.primitives.OutPoint;
import caesure.primitives.Txid;
import caesure.views.ScriptView;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * {@code /rest/getutxos}: which of some coins are unspent, and what they are (BIP 64). Which are
 * meant stands in the target, or in the body.
 *
 * <pre>
 *   target = "/rest/getutxos" [ "/checkmempool" ] { "/" txid "-" index } "." format
 *   body   = checkmempool(u8) count(compact size) outpoint(count)              (bin; hex: of that)
 *   answer = height(u32) tip(32) count(compact size) bits(count)               (bin; hex: of that)
 *            count(compact size) { 0(u32) height(u32) output }
 * </pre>
 *
 * <p>The mempool is empty, so whether it is to be looked into changes nothing.
 */
final class CoinPage implements Page {
    /** Most coins of one request; Core's MAX_GETUTXOS_OUTPOINTS. */
    private static final int COINS_MAX = 15;

    private static final long INDEX_MAX = 0xffff_ffffL;

    private static final String CHECK_MEMPOOL = "checkmempool";

    private final Supplier<Chain> chain;

    CoinPage(Supplier<Chain> chain) {
        this.chain = chain;
    }

    @Override
    public HttpReply answer(Ask ask) throws RestException {
        List<OutPoint> wanted = wanted(ask);
        if (wanted.size() > COINS_MAX) {
            throw RestException.bad(
                    "Error: max outpoints exceeded (max: %d, tried: %d)"
                            .formatted(COINS_MAX, wanted.size()));
        }
        Chain.Tip tip = chain.get().tip();
        List<Optional<Coin>> coins = new ArrayList<>();
        for (OutPoint each : wanted) coins.add(tip.ledger().coin(each));
        return ask.format() == Format.JSON
                ? Ask.json(json(tip, coins), Ask.Lasting.CHANGES)
                : ask.bytes(serialized(tip, coins), Ask.Lasting.CHANGES);
    }

    private static List<OutPoint> wanted(Ask ask) throws RestException {
        RestException empty = RestException.bad("Error: empty request");
        // what stands before the first slash is nobody's
        boolean hasPath = ask.param().length() > 1;
        if (!hasPath && ask.body().isEmpty()) throw empty;
        List<OutPoint> named = hasPath ? named(ask.param().substring(1)) : List.of();
        if (hasPath && named.isEmpty()) throw empty;
        return switch (ask.format()) {
            case NONE -> throw Ask.noFormat(Format.ALL);
            case JSON -> {
                if (!hasPath) throw empty;
                yield named;
            }
            case BIN -> hasPath ? alone(named, ask.body()) : parse(ask.body());
            case HEX -> {
                ByteString body = fromHex(ask.body());
                yield hasPath ? alone(named, body) : body.isEmpty() ? List.of() : parse(body);
            }
        };
    }

    private static List<OutPoint> named(String path) throws RestException {
        List<String> parts = List.of(path.split("/", -1));
        List<OutPoint> named = new ArrayList<>();
        int from = parts.getFirst().equals(CHECK_MEMPOOL) ? 1 : 0;
        for (String part : parts.subList(from, parts.size())) named.add(outPoint(part));
        return named;
    }

    private static OutPoint outPoint(String text) throws RestException {
        RestException wrong = RestException.bad("Parse error");
        String[] halves = text.split("-", -1);
        if (halves.length != 2) throw wrong;
        try {
            var txid = new Txid(Hash256.parse(halves[0]));
            return new OutPoint(txid, Ask.number(halves[1], INDEX_MAX).orElseThrow(() -> wrong));
        } catch (MalformedException e) {
            throw wrong;
        }
    }

    /** What the target names, if the body is silent. */
    private static List<OutPoint> alone(List<OutPoint> named, ByteString body)
            throws RestException {
        if (body.isEmpty()) return named;
        throw RestException.bad(
                "Combination of URI scheme inputs and raw post data is not allowed");
    }

    private static List<OutPoint> parse(ByteString body) throws RestException {
        try {
            ByteReader in = body.reader();
            in.u8(); // whether to look into the mempool
            int count = in.count(OutPoint.BYTES);
            List<OutPoint> wanted = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                wanted.add(new OutPoint(new Txid(Hash256.read(in)), in.u32()));
            }
            return wanted;
        } catch (MalformedException e) {
            throw RestException.bad("Parse error");
        }
    }

    /** The bytes that digits name; none if it is no such text, as with bitcoind. */
    private static ByteString fromHex(ByteString digits) {
        try {
            String text = new String(digits.toArray(), StandardCharsets.ISO_8859_1);
            return ByteString.fromHex(text.strip());
        } catch (MalformedException e) {
            return ByteString.EMPTY;
        }
    }

    private static ByteString serialized(Chain.Tip tip, List<Optional<Coin>> coins) {
        var out = new ByteWriter();
        out.u32(tip.node().height());
        tip.node().hash().hash().write(out);
        byte[] bits = new byte[(coins.size() + Byte.SIZE - 1) / Byte.SIZE];
        for (int i = 0; i < coins.size(); i++) {
            if (coins.get(i).isPresent()) bits[i / Byte.SIZE] |= (byte) (1 << i % Byte.SIZE);
        }
        out.varBytes(ByteString.wrap(bits));
        List<Coin> unspent = coins.stream().flatMap(Optional::stream).toList();
        out.compactSize(unspent.size());
        for (Coin coin : unspent) {
            out.u32(0).u32(coin.height());
            coin.output().write(out);
        }
        return out.toByteString();
    }

    private Json json(Chain.Tip tip, List<Optional<Coin>> coins) {
        var bits = new StringBuilder();
        List<Json> unspent = new ArrayList<>();
        for (Optional<Coin> coin : coins) {
            bits.append(coin.isPresent() ? '1' : '0');
            coin.ifPresent(each -> unspent.add(json(each)));
        }
        return Json.object()
                .with("chainHeight", tip.node().height())
                .with("chaintipHash", tip.node().hash().toString())
                .with("bitmap", bits.toString())
                .with("utxos", Json.array(unspent))
                .build();
    }

    private Json json(Coin coin) {
        ByteString script = coin.output().scriptPubKey();
        return Json.object()
                .with("height", coin.height())
                .with("value", Json.ofBitcoins(coin.output().valueSats()))
                .with("scriptPubKey", ScriptView.json(script, chain.get().params().addresses()))
                .build();
    }
}
