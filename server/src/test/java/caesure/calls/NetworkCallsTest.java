// SPDX-License-Identifier: BSD-2-Clause
package caesure.calls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import caesure.bytes.MalformedException;
import caesure.http.Json;
import caesure.net.Traffic;
import caesure.node.NodeClock;
import caesure.node.Peering;
import caesure.peers.ConnectionType;
import caesure.peers.Peer;
import caesure.peers.Permission;
import caesure.rpc.Asking;
import caesure.sync.PeerStatus;
import caesure.wire.NetEndpoint;
import caesure.wire.Services;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Methods about peers: fields, order, errors and words as those of bitcoind v31.99. */
class NetworkCallsTest {
    static final Instant NOW = Instant.ofEpochSecond(1_700_000_000);
    private static final String ONION =
            "pg6mmjiyjmcrsslvykfwnntlaru7p5svn6y2ymmju6nubxndf4pscryd.onion";

    private final FakePeering peers = new FakePeering();
    private final NodeClock clock = new NodeClock(() -> Instant.ofEpochMilli(1_234_567));
    private final Asking rpc = asking(true);

    private Asking asking(boolean regtest) {
        return new Asking(
                new NetworkCalls(() -> peers, clock, regtest, Duration.ofSeconds(1234), List::of)
                        .methods());
    }

    @BeforeEach
    void setTheTime() {
        clock.mock(Optional.of(NOW));
    }

    static NetEndpoint endpoint(String text) {
        try {
            return NetEndpoint.parse(text, 8333);
        } catch (MalformedException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    private static Peer peer(long id, String address, ConnectionType type, Permission... may) {
        NetEndpoint remote = endpoint(address);
        return new Peer(
                id, remote.toString(), remote, endpoint("127.0.0.1:18444"), type, Set.of(may), NOW);
    }

    /** As soon as a connection is made. */
    private static PeerStatus silent(long id) {
        return new PeerStatus(
                id,
                0,
                "",
                Services.NONE,
                false,
                -1,
                0,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                -1,
                -1,
                -1,
                List.of(),
                Optional.empty(),
                false,
                false,
                false,
                new PeerStatus.AddressRelay(false, 0, 0));
    }

    private static PeerStatus talkative(long id) {
        return new PeerStatus(
                id,
                70_016,
                "/Satoshi:31.0.0/",
                new Services(1L << 63 | 9),
                true,
                100,
                -7,
                Optional.of(endpoint("1.2.3.4:8333")),
                Optional.of(Duration.ofNanos(12_345_678)),
                Optional.of(Duration.ofMillis(10)),
                Optional.of(Duration.ofSeconds(90)),
                2000,
                101,
                99,
                List.of(100, 101),
                Optional.of(NOW.plusSeconds(5)),
                true,
                true,
                false,
                new PeerStatus.AddressRelay(true, 11, 12));
    }

    private static final Traffic NO_TRAFFIC =
            new Traffic(0, 0, Map.of(), Map.of(), Optional.empty(), Optional.empty());

    private void connect(Peer... some) {
        for (Peer peer : some) {
            peers.peers.add(new Peering.Seen(peer, NO_TRAFFIC, silent(peer.id())));
        }
    }

    @Test
    void tellsOfAPeerBeforeItsFirstWord() throws Exception {
        connect(peer(2, "127.0.0.1:50000", ConnectionType.INBOUND));
        assertEquals(
                "[{\"id\":2,\"addr\":\"127.0.0.1:50000\",\"addrbind\":\"127.0.0.1:18444\","
                        + "\"network\":\"not_publicly_routable\",\"services\":\"0000000000000000\","
                        + "\"servicesnames\":[],\"relaytxes\":false,\"last_inv_sequence\":0,"
                        + "\"inv_to_send\":0,\"lastsend\":0,\"lastrecv\":0,\"last_transaction\":0,"
                        + "\"last_block\":0,\"bytessent\":0,\"bytesrecv\":0,"
                        + "\"conntime\":1700000000,\"timeoffset\":0,\"version\":0,\"subver\":\"\","
                        + "\"inbound\":true,\"bip152_hb_to\":false,\"bip152_hb_from\":false,"
                        + "\"presynced_headers\":-1,\"synced_headers\":-1,\"synced_blocks\":-1,"
                        + "\"inflight\":[],\"addr_relay_enabled\":false,\"addr_processed\":0,"
                        + "\"addr_rate_limited\":0,\"permissions\":[],"
                        + "\"minfeefilter\":0.00000000,\"bytessent_per_msg\":{},"
                        + "\"bytesrecv_per_msg\":{},\"connection_type\":\"inbound\","
                        + "\"transport_protocol_type\":\"v1\",\"session_id\":\"\"}]",
                rpc.call("getpeerinfo", "[]"));
    }

    @Test
    void tellsWhatAPeerSaidAndHowMuch() throws Exception {
        var traffic =
                new Traffic(
                        300,
                        400,
                        Map.of("version", 126L, "ping", 32L, "addr", 0L),
                        Map.of("*other*", 30L),
                        Optional.of(NOW.plusSeconds(1)),
                        Optional.of(NOW.plusSeconds(2)));
        Peer peer =
                peer(
                        0,
                        "8.8.8.8:8333",
                        ConnectionType.MANUAL,
                        Permission.ADDR,
                        Permission.NOBAN,
                        Permission.DOWNLOAD);
        peers.peers.add(new Peering.Seen(peer, traffic, talkative(0)));
        String info = rpc.call("getpeerinfo", "[]");
        for (String part :
                List.of(
                        "\"addrlocal\":\"1.2.3.4:8333\",\"network\":\"ipv4\","
                                + "\"services\":\"8000000000000009\","
                                + "\"servicesnames\":[\"NETWORK\",\"WITNESS\",\"UNKNOWN[2^63]\"]",
                        "\"lastsend\":1700000001,\"lastrecv\":1700000002",
                        "\"last_block\":1700000005,\"bytessent\":300,\"bytesrecv\":400",
                        "\"timeoffset\":-7,\"pingtime\":0.012345,\"minping\":0.01,"
                                + "\"pingwait\":90,\"version\":70016",
                        "\"inflight\":[100,101],\"addr_relay_enabled\":true,"
                                + "\"addr_processed\":11,\"addr_rate_limited\":12",
                        "\"permissions\":[\"noban\",\"download\",\"addr\"]",
                        "\"bytessent_per_msg\":{\"ping\":32,\"version\":126},"
                                + "\"bytesrecv_per_msg\":{\"*other*\":30}",
                        "\"connection_type\":\"manual\"")) {
            assertTrue(info.contains(part), () -> part + " in " + info);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "8.8.8.8:1, ipv4",
        "[2a00::1]:1, ipv6",
        "[2002:808:808::1]:1, ipv4", // 6to4
        "[2001:0:1::1]:1, ipv4", // Teredo
        ONION + ":1, onion",
        "192.168.1.1:1, not_publicly_routable"
    })
    void namesTheNetworkOfAPeer(String address, String network) throws Exception {
        connect(peer(0, address, ConnectionType.MANUAL));
        String info = rpc.call("getpeerinfo", "[]");
        assertTrue(info.contains("\"network\":\"" + network + "\""), info);
    }

    @Test
    void countsConnectionsByTheirDirection() throws Exception {
        connect(
                peer(0, "8.8.8.8:1", ConnectionType.INBOUND),
                peer(1, "8.8.8.9:1", ConnectionType.INBOUND),
                peer(2, "8.8.8.10:1", ConnectionType.FEELER));
        assertEquals("3", rpc.call("getconnectioncount", "[]"));
        assertEquals(
                "{\"version\":319900,\"subversion\":\"/Caesure:0.1.0/\","
                        + "\"protocolversion\":70016,\"localservices\":\"0000000000000009\","
                        + "\"localservicesnames\":[\"NETWORK\",\"WITNESS\"],\"localrelay\":false,"
                        + "\"timeoffset\":-2,\"tx_send_rate\":14,\"inv_buckets\":{\"inbound\":"
                        + "{\"backlog\":0,\"count_tok\":420,\"size_tok\":12000000},\"outbound\":"
                        + "{\"backlog\":0,\"count_tok\":420,\"size_tok\":12000000}},"
                        + "\"networkactive\":true,\"connections\":3,\"connections_in\":2,"
                        + "\"connections_out\":1,\"networks\":["
                        + "{\"name\":\"ipv4\",\"limited\":false,\"reachable\":true,\"proxy\":\"\","
                        + "\"proxy_randomize_credentials\":false},"
                        + "{\"name\":\"onion\",\"limited\":true,\"reachable\":false,\"proxy\":\"\","
                        + "\"proxy_randomize_credentials\":false}],\"relayfee\":0.00000100,"
                        + "\"incrementalfee\":0.00000100,\"localaddresses\":["
                        + "{\"address\":\"2a00::1\",\"port\":18444,\"score\":4}],"
                        + "\"warnings\":[]}",
                rpc.call("getnetworkinfo", "[]"));
    }

    @Test
    void totalsGoByTheRealTime() throws Exception {
        assertEquals(
                "{\"totalbytesrecv\":1000,\"totalbytessent\":5000000000,\"timemillis\":1234567,"
                        + "\"uploadtarget\":{\"timeframe\":86400,\"target\":0,"
                        + "\"target_reached\":false,\"serve_historical_blocks\":true,"
                        + "\"bytes_left_in_cycle\":0,\"time_left_in_cycle\":0}}",
                rpc.call("getnettotals", "[]"));
    }

    @Test
    void trafficCanBeEnded() throws Exception {
        assertEquals("false", rpc.call("setnetworkactive", "{\"state\":false}"));
        assertFalse(peers.active);
        assertEquals("true", rpc.call("setnetworkactive", "[true]"));
        assertEquals("null", rpc.call("ping", "[]"));
        assertEquals(List.of("ping"), peers.done);
    }

    @Test
    void peersAreAddedOnceAndRemovedOnce() throws Exception {
        assertEquals("null", rpc.call("addnode", "[\"1.2.3.4\",\"add\"]"));
        assertEquals("-23 Error: Node already added", rpc.call("addnode", "[\"1.2.3.4\",\"add\"]"));
        assertEquals("null", rpc.call("addnode", "[\"host:1\",\"onetry\",false]"));
        assertEquals(List.of("try host:1"), peers.done);
        assertEquals("null", rpc.call("addnode", "[\"1.2.3.4\",\"remove\"]"));
        assertEquals(
                "-24 Error: Node could not be removed. It has not been added previously.",
                rpc.call("addnode", "[\"1.2.3.4\",\"remove\"]"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"add", "remove", "onetry"})
    void aPeerHasAName(String command) throws Exception {
        for (String node : List.of("", " ")) {
            assertEquals(
                    "-8 Error: Node address cannot be empty",
                    rpc.call("addnode", "[\"" + node + "\",\"" + command + "\"]"));
        }
    }

    @Test
    void nothingIsEncryptedYet() throws Exception {
        assertEquals(
                "-8 Error: v2transport requested but not enabled (see -v2transport)",
                rpc.call("addnode", "[\"1.2.3.4\",\"onetry\",true]"));
        assertEquals(
                "-8 Error: Adding v2transport connections requires -v2transport init flag to be"
                        + " set.",
                rpc.call("addconnection", "[\"1.2.3.4:1\",\"feeler\",true]"));
        assertEquals(List.of(), peers.done);
    }

    @Test
    void anUnknownCommandIsAnsweredWithTheUsage() throws Exception {
        String addNode = rpc.call("addnode", "[\"1.2.3.4\",\"abc\"]");
        assertTrue(
                addNode.startsWith("-1 addnode \"node\" \"command\" ( v2transport )\n"), addNode);
        String setBan = rpc.call("setban", "[\"1.2.3.4\",\"abc\"]");
        assertTrue(
                setBan.startsWith("-1 setban \"subnet\" \"command\" ( bantime absolute )\n"),
                setBan);
        String call = rpc.call("addconnection", "[\"1.2.3.4:1\",\"inbound\",false]");
        assertTrue(
                call.startsWith("-8 addconnection \"address\" \"connection_type\" v2transport\n"),
                call);
    }

    @Test
    void tellsHowAddedPeersAreConnected() throws Exception {
        assertEquals("[]", rpc.call("getaddednodeinfo", "[]"));
        peers.added.add(new Peering.Added("far", Optional.empty()));
        peers.added.add(
                new Peering.Added(
                        "near", Optional.of(new Peering.Link(endpoint("[::1]:18445"), false))));
        String far = "{\"addednode\":\"far\",\"connected\":false,\"addresses\":[]}";
        String near =
                "{\"addednode\":\"near\",\"connected\":true,\"addresses\":["
                        + "{\"address\":\"[::1]:18445\",\"connected\":\"outbound\"}]}";
        assertEquals("[" + far + "," + near + "]", rpc.call("getaddednodeinfo", "[]"));
        assertEquals("[" + near + "]", rpc.call("getaddednodeinfo", "[\"near\"]"));
        assertEquals(
                "-24 Error: Node has not been added.",
                rpc.call("getaddednodeinfo", "[\"1.1.1.1\"]"));
    }

    @Test
    void aConnectionIsEndedByNameOrByNumber() throws Exception {
        connect(
                peer(0, "8.8.8.8:1", ConnectionType.INBOUND),
                peer(1, "8.8.8.9:1", ConnectionType.INBOUND),
                peer(2, "8.8.8.10:1", ConnectionType.INBOUND));
        String both = "-32602 Only one of address and nodeid should be provided.";
        assertEquals(both, rpc.call("disconnectnode", "[\"8.8.8.8:1\",0]"));
        assertEquals(both, rpc.call("disconnectnode", "[]"));
        String none = "-29 Node not found in connected nodes";
        assertEquals(none, rpc.call("disconnectnode", "[\"221B Baker Street\"]"));
        assertEquals(none, rpc.call("disconnectnode", "[\"\"]"));
        assertEquals("null", rpc.call("disconnectnode", "[\"8.8.8.8:1\"]"));
        assertEquals("null", rpc.call("disconnectnode", "[\"\",1]"));
        assertEquals("null", rpc.call("disconnectnode", "{\"nodeid\":2}"));
        assertEquals(none, rpc.call("disconnectnode", "{\"nodeid\":2}"));
    }

    @Test
    void onRegtestAnyKindOfConnectionCanBeMade() throws Exception {
        assertEquals(
                "{\"address\":\"127.0.0.1:1\",\"connection_type\":\"block-relay-only\"}",
                rpc.call("addconnection", "[\"127.0.0.1:1\",\" block-relay-only \",false]"));
        assertEquals(List.of("connect 127.0.0.1:1 BLOCK_RELAY_ONLY"), peers.done);
        peers.full = true;
        assertEquals(
                "-34 Error: Already at capacity for specified connection type.",
                rpc.call("addconnection", "[\"127.0.0.1:1\",\"addr-fetch\",false]"));
        assertEquals(
                "-1 addconnection is for regression testing (-regtest mode) only.",
                asking(false).call("addconnection", "[\"127.0.0.1:1\",\"feeler\",false]"));
    }

    @Test
    void anyBytesCanBeSentToAPeer() throws Exception {
        assertEquals("{}", rpc.call("sendmsgtopeer", "[0,\"addr\",\"FFff\"]"));
        assertEquals("{}", rpc.call("sendmsgtopeer", "[0,\"\",\"\"]"));
        assertEquals(List.of("send 0 addr ffff", "send 0  "), peers.done);
        assertEquals(
                "-1 Error: Could not send message to peer",
                rpc.call("sendmsgtopeer", "[100,\"addr\",\"FF\"]"));
        assertEquals(
                "-8 Error: msg_type too long, max length is 12",
                rpc.call("sendmsgtopeer", "[0,\"long_msg_type\",\"FF\"]"));
        assertEquals(
                "-8 Error parsing input for msg", rpc.call("sendmsgtopeer", "[0,\"addr\",\"F\"]"));
    }

    @Test
    void aBanLastsAsLongAsSaid() throws Exception {
        assertEquals("null", rpc.call("setban", "[\"1.2.3.4/32\",\"add\"]"));
        assertEquals("null", rpc.call("setban", "[\"1.2.3.5/32\",\"add\",60]"));
        assertEquals("null", rpc.call("setban", "[\"1.2.3.6/32\",\"add\",1700000120,true]"));
        clock.mock(Optional.of(NOW.plusSeconds(10)));
        assertEquals(
                "["
                        + ban("1.2.3.4/32", 1234, 1224)
                        + ","
                        + ban("1.2.3.5/32", 60, 50)
                        + ","
                        + ban("1.2.3.6/32", 120, 110)
                        + "]",
                rpc.call("listbanned", "[]"));
        assertEquals("null", rpc.call("setban", "[\"1.2.3.5/32\",\"remove\"]"));
        assertEquals(2, peers.bans.size());
        assertEquals("null", rpc.call("clearbanned", "[]"));
        assertEquals("[]", rpc.call("listbanned", "[]"));
    }

    private static String ban(String subnet, long durationS, long leftS) {
        return "{\"address\":\"%s\",\"ban_created\":1700000000,\"banned_until\":%d,"
                        .formatted(subnet, 1_700_000_000 + durationS)
                + "\"ban_duration\":%d,\"time_remaining\":%d}".formatted(durationS, leftS);
    }

    @Test
    void theLongestBanEndsWithTheCalendar() throws Exception {
        for (String absolute : List.of("false", "true")) {
            String arguments = "[\"1.2.3.4\",\"add\",9223372036854775807," + absolute + "]";
            assertEquals("null", rpc.call("setban", arguments));
            assertEquals(Instant.MAX.getEpochSecond(), until("1.2.3.4"));
            peers.clearBans();
        }
        assertEquals("null", rpc.call("setban", "[\"1.2.3.4\",\"add\",-5]"));
        assertEquals(NOW.getEpochSecond() + 1234, until("1.2.3.4"), "the usual time");
    }

    private long until(String subnet) {
        return peers.bans.get(subnet).until().getEpochSecond();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "[\"nonsense\",\"add\"]; -30 Error: Invalid IP/Subnet",
                "[\"nonsense\",\"remove\"]; -30 Error: Invalid IP/Subnet",
                "[\"1.2.3.4\",\"add\"]; -23 Error: IP/Subnet already banned",
                "[\"1.2.3.9\",\"remove\"]; -30 Error: Unban failed. Requested address/subnet was"
                        + " not previously manually banned.",
                "[\"1.2.3.9\",\"add\",123,true]; -8 Error: Absolute timestamp is in the past"
            })
    void aWrongBanIsRefused(String arguments, String error) throws Exception {
        rpc.call("setban", "[\"1.2.3.4\",\"add\"]");
        assertEquals(error, rpc.call("setban", arguments));
    }

    @Test
    void knownAddressesAreGivenAway() throws Exception {
        for (String address : List.of("8.8.8.8:8333", ONION + ":1", "8.8.4.4:8334")) {
            peers.known.add(new Peering.Known(endpoint(address), new Services(-1), NOW));
        }
        String first =
                "[{\"time\":1700000000,\"services\":18446744073709551615,"
                        + "\"address\":\"8.8.8.8\",\"port\":8333,\"network\":\"ipv4\"}]";
        assertEquals(first, rpc.call("getnodeaddresses", "[]"));
        assertEquals(3, count("[0]"));
        assertEquals(2, count("[0,\"IPv4\"]"));
        assertEquals(1, count("{\"count\":8,\"network\":\"onion\"}"));
        assertEquals("-8 Address count out of range", rpc.call("getnodeaddresses", "[-1]"));
        assertEquals("-8 Network not recognized: Foo", rpc.call("getnodeaddresses", "[1,\"Foo\"]"));
    }

    private int count(String params) throws Exception {
        return ((Json.Arr) rpc.value("getnodeaddresses", params)).items().size();
    }

    @Test
    void anAddressCanBeAddedToTheBook() throws Exception {
        assertEquals("{\"success\":true}", rpc.call("addpeeraddress", "[\"1.2.3.4\",8333]"));
        assertEquals(List.of("learn 1.2.3.4:8333 false"), peers.done);
        peers.learning = Optional.of("failed-adding-to-tried");
        assertEquals(
                "{\"error\":\"failed-adding-to-tried\",\"success\":false}",
                rpc.call("addpeeraddress", "[\"::1\",1,true]"));
        for (String address : List.of("", "not_an_ip")) {
            assertEquals(
                    "-30 Invalid IP address",
                    rpc.call("addpeeraddress", "[\"" + address + "\",8333]"));
        }
        for (String port : List.of("-1", "65536")) {
            assertEquals(
                    "-1 JSON integer out of range",
                    rpc.call("addpeeraddress", "[\"1.2.3.4\"," + port + "]"));
        }
    }

    @Test
    void theBookIsShownAsItLies() throws Exception {
        Peering.Placed one = placed(82, 8, "2.0.0.0:8333");
        Peering.Placed again = placed(90, 0, "2.0.0.0:8333");
        Peering.Placed other = placed(72, 61, ONION + ":8333");
        peers.book = new Peering.Book(List.of(one, again), List.of(other));
        assertEquals(
                "{\"ipv4\":{\"new\":1,\"tried\":0,\"total\":1},"
                        + "\"ipv6\":{\"new\":0,\"tried\":0,\"total\":0},"
                        + "\"onion\":{\"new\":0,\"tried\":1,\"total\":1},"
                        + "\"i2p\":{\"new\":0,\"tried\":0,\"total\":0},"
                        + "\"cjdns\":{\"new\":0,\"tried\":0,\"total\":0},"
                        + "\"all_networks\":{\"new\":1,\"tried\":1,\"total\":2}}",
                rpc.call("getaddrmaninfo", "[]"));
        String entry =
                "{\"address\":\"%s\",\"port\":8333,\"services\":9,\"time\":1700000000,"
                        + "\"network\":\"%s\",\"source\":\"1.2.3.4\",\"source_network\":\"ipv4\"}";
        String two = entry.formatted("2.0.0.0", "ipv4");
        assertEquals(
                "{\"new\":{\"82/8\":"
                        + two
                        + ",\"90/0\":"
                        + two
                        + "},\"tried\":{\"72/61\":"
                        + entry.formatted(ONION, "onion")
                        + "}}",
                rpc.call("getrawaddrman", "[]"));
    }

    private static Peering.Placed placed(int bucket, int position, String address) {
        var known = new Peering.Known(endpoint(address), new Services(9), NOW);
        return new Peering.Placed(bucket, position, known, endpoint("1.2.3.4:1").address());
    }

    @Test
    void theHelpListsWhatBitcoindLists() {
        assertEquals(
                """
                == Network ==
                addnode "node" "command" ( v2transport )
                clearbanned
                disconnectnode ( "address" nodeid )
                getaddednodeinfo ( "node" )
                getaddrmaninfo
                getconnectioncount
                getnettotals
                getnetworkinfo
                getnodeaddresses ( count "network" )
                getpeerinfo
                listbanned
                ping
                setban "subnet" "command" ( bantime absolute )
                setnetworkactive state\
                """,
                rpc.list());
    }

    @Test
    void theHelpNamesTheNetworks() {
        String help = rpc.help("getpeerinfo");
        assertTrue(help.contains("(ipv4, ipv6, onion, i2p, cjdns, not_publicly_routable)"), help);
        help = rpc.help("getnetworkinfo");
        assertTrue(help.contains("(ipv4, ipv6, onion, i2p, cjdns)"), help);
    }
}
