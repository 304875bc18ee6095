// SPDX-License-Identifier: BSD-2-Clause
package caesure.options;

import static caesure.options.Option.Kind.FLAG;
import static caesure.options.Option.Kind.LIST;
import static caesure.options.Option.Kind.NUMBER;
import static caesure.options.Option.Kind.PATH;
import static caesure.options.Option.Kind.TEXT;
import static caesure.options.Option.Trait.DEBUG;
import static caesure.options.Option.Trait.NETWORK_ONLY;
import static caesure.options.Option.Trait.NO_ELISION;
import static caesure.options.Option.Trait.NO_NEGATION;
import static caesure.options.Option.Trait.SENSITIVE;
import static caesure.options.Option.Trait.SPACED;

import caesure.options.Option.Category;

import java.util.List;

/** Rows about peers, RPC and the other doors. */
final class PeerRows {
    private PeerRows() {}

    static final List<Option> CONNECTION =
            new Rows(Category.CONNECTION)
                    .works("outgoing o", NUMBER, "N", "10", "peers that are called", SPACED)
                    .works("incoming i", NUMBER, "N", "10", "peers that may call", SPACED)
                    .works("serve s", LIST, "IP:PORT", "", "listen here and nowhere else", SPACED)
                    .works("c", LIST, "IP:PORT", "", "one more peer, counted in -o", SPACED)
                    .works(
                            "relay r",
                            FLAG,
                            "",
                            "0",
                            "ask peers for transactions; all are ignored",
                            DEBUG)
                    .works(
                            "packet",
                            FLAG,
                            "",
                            "0",
                            "log all messages, each with its first bytes",
                            DEBUG)
                    .works(
                            "connect",
                            LIST,
                            "IP[:PORT]",
                            "",
                            "only these peers; 0: none",
                            NETWORK_ONLY)
                    .works("addnode", LIST, "IP[:PORT]", "", "one more peer, kept", NETWORK_ONLY)
                    .works("seednode", LIST, "IP[:PORT]", "", "ask this peer for addresses", DEBUG)
                    .later("signetseednode", LIST, "HOST", "a seed of a signet", NO_NEGATION)
                    .works("bind", LIST, "ADDR[:PORT][=onion]", "", "listen here", NETWORK_ONLY)
                    .works("whitebind", LIST, "[FLAGS@]ADDR", "", "listen here for friends", DEBUG)
                    .works("whitelist", LIST, "[FLAGS@]NET", "", "who is a friend", DEBUG)
                    .works("port", NUMBER, "PORT", "8333", "listen on this port", NETWORK_ONLY)
                    .works("listen", FLAG, "", "1", "let peers come")
                    .works("discover", FLAG, "", "1", "find out one's own address", DEBUG)
                    .works("externalip", LIST, "IP[:PORT]", "", "one's own address", DEBUG)
                    .works("dns", FLAG, "", "1", "look up names", DEBUG)
                    .works("dnsseed", FLAG, "", "1", "ask DNS for peers if few are known", DEBUG)
                    .works("forcednsseed", FLAG, "", "0", "ask DNS for peers always", DEBUG)
                    .later("fixedseeds", FLAG, "", "use built-in peers")
                    .works(
                            "maxconnections",
                            NUMBER,
                            "N",
                            "21",
                            "peers in all; sets -i to N - 1 minus -o")
                    .later("inboundrelaypercent", NUMBER, "N", "how many may relay")
                    .works(
                            "maxreceivebuffer",
                            NUMBER,
                            "N",
                            "5000",
                            "1,000 bytes that wait from a peer",
                            DEBUG)
                    .works(
                            "maxsendbuffer",
                            NUMBER,
                            "N",
                            "1000",
                            "1,000 bytes that wait for a peer",
                            DEBUG)
                    .later("maxuploadtarget", TEXT, "N", "bytes to peers in a day")
                    .works("bantime", NUMBER, "SECONDS", "86400", "how long a ban lasts", DEBUG)
                    .works(
                            "peertimeout",
                            NUMBER,
                            "SECONDS",
                            "60",
                            "when a silent peer is left",
                            DEBUG)
                    .works("timeout", NUMBER, "MS", "5000", "when a call is given up", DEBUG)
                    .works("networkactive", FLAG, "", "1", "talk to peers at all", DEBUG)
                    .works("maxtipage", NUMBER, "SECONDS", "86400", "how old a tip may be", DEBUG)
                    .later("v2transport", FLAG, "", "encrypted connections (BIP 324)")
                    .later("peerbloomfilters", FLAG, "", "filters for wallets (BIP 37)")
                    .later("peerblockfilters", FLAG, "", "serve filters (BIP 157)")
                    .later("txreconciliation", FLAG, "", "reconcile (BIP 330)", DEBUG)
                    .later("asmap", PATH, "FILE", "who owns which addresses")
                    .later("natpmp", FLAG, "", "ask the router for a port")
                    .later("capturemessages", FLAG, "", "keep all messages", DEBUG)
                    .guard("onlynet", LIST, "NET", "call only peers of this kind")
                    .guard("proxy", LIST, "ADDR", "call through SOCKS5", NO_ELISION)
                    .guard("onion", TEXT, "ADDR", "call onion peers through SOCKS5")
                    .later("proxyrandomize", FLAG, "", "a proxy circuit for each peer")
                    .guard("i2psam", TEXT, "ADDR", "call through I2P")
                    .later("i2pacceptincoming", FLAG, "", "let I2P peers come")
                    .later("cjdnsreachable", FLAG, "", "there is CJDNS")
                    .later("listenonion", FLAG, "", "make an onion service")
                    .later("torcontrol", TEXT, "ADDR", "Tor's control port")
                    .later("torpassword", TEXT, "PASS", "and its password", SENSITIVE)
                    .list();

    static final List<Option> RPC =
            new Rows(Category.RPC)
                    .works("server", FLAG, "", "1", "answer JSON-RPC")
                    .works("rest", FLAG, "", "0", "answer REST, without a password")
                    .works("rpcport", NUMBER, "PORT", "8332", "on this port", NETWORK_ONLY)
                    .works(
                            "rpcbind",
                            LIST,
                            "ADDR[:PORT]",
                            "",
                            "at this address; needs -rpcallowip",
                            NETWORK_ONLY)
                    .works("rpcallowip", LIST, "NET", "", "who may ask beside this machine")
                    .works(
                            "rpcallowhost",
                            LIST,
                            "NAME",
                            "",
                            "a name of this machine in the Host header",
                            DEBUG)
                    .works("rpcuser", TEXT, "USER", "", "a user", SENSITIVE)
                    .works("rpcpassword", TEXT, "PASS", "", "and the password", SENSITIVE)
                    .works("rpcauth", LIST, "USER:SALT$HASH", "", "a user, hashed", SENSITIVE)
                    .works("rpcwhitelist", LIST, "USER:METHODS", "", "what a user may ask", DEBUG)
                    .works(
                            "rpcwhitelistdefault",
                            FLAG,
                            "",
                            "",
                            "whether others may ask nothing",
                            DEBUG)
                    .works("rpccookiefile", PATH, "FILE", ".cookie", "where the cookie lies", DEBUG)
                    .works(
                            "rpccookieperms",
                            TEXT,
                            "WHO",
                            "owner",
                            "who may read it: owner, group or all",
                            DEBUG)
                    .works(
                            "rpcthreads",
                            NUMBER,
                            "N",
                            "16",
                            "how many questions are answered at once",
                            DEBUG)
                    .works(
                            "rpcworkqueue",
                            NUMBER,
                            "N",
                            "",
                            "how many more may wait; default: all",
                            DEBUG)
                    .works(
                            "rpcservertimeout",
                            NUMBER,
                            "SECONDS",
                            "30",
                            "how long a client may be silent",
                            DEBUG)
                    .idle("rpcdoccheck", FLAG, "", "check bitcoind's own documents", DEBUG)
                    .later("deprecatedrpc", LIST, "METHOD", "allow old methods", DEBUG)
                    .later("ipcbind", LIST, "ADDR", "answer Cap'n Proto")
                    .list();

    static final List<Option> NOTIFY =
            new Rows(Category.NOTIFY)
                    .works(
                            "alertnotify",
                            TEXT,
                            "CMD",
                            "",
                            "run when something is wrong; %s: what",
                            DEBUG)
                    .works("blocknotify", TEXT, "CMD", "", "run for each best block; %s: its hash")
                    .works("startupnotify", TEXT, "CMD", "", "run at start", DEBUG)
                    .works("shutdownnotify", LIST, "CMD", "", "run at the end", DEBUG)
                    .works("zmqpubhashblock", LIST, "ADDR", "", "publish block hashes")
                    .works("zmqpubhashblockhwm", NUMBER, "N", "1000", "of them may wait", DEBUG)
                    .works(
                            "zmqpubhashtx",
                            LIST,
                            "ADDR",
                            "",
                            "publish hashes of transactions in blocks",
                            DEBUG)
                    .works("zmqpubhashtxhwm", NUMBER, "N", "1000", "of them may wait", DEBUG)
                    .works("zmqpubrawblock", LIST, "ADDR", "", "publish blocks")
                    .works("zmqpubrawblockhwm", NUMBER, "N", "1000", "of them may wait", DEBUG)
                    .works("zmqpubrawtx", LIST, "ADDR", "", "publish transactions in blocks", DEBUG)
                    .works("zmqpubrawtxhwm", NUMBER, "N", "1000", "of them may wait", DEBUG)
                    .works("zmqpubsequence", LIST, "ADDR", "", "publish which blocks come and go")
                    .works("zmqpubsequencehwm", NUMBER, "N", "1000", "of them may wait", DEBUG)
                    .list();

    static final List<Option> DOORS =
            new Rows(Category.DOORS)
                    .later("monitor m", FLAG, "", "a prompt inside the node")
                    .later("webui a", FLAG, "", "pages at http://localhost:8380/admin/")
                    .later("user u", LIST, "USER:PASS", "who may see them", SENSITIVE, SPACED)
                    .list();
}
