package parley.protocol;

import static parley.protocol.JoinTokenException.Reason.URL;

/**
 * The rule for the URLs of a join token (docs/protocol.md, section 2). It looks at the text only and resolves nothing.
 */
final class ServerUrl {
    private static final int MAX_LENGTH = 255;

    private ServerUrl() {}

    static void check(String url) throws JoinTokenException {
        if (url.length() > MAX_LENGTH) {
            throw wrong("is longer than 255 characters");
        }
        for (int i = 0; i < url.length(); i++) {
            if (url.charAt(i) <= ' ' || url.charAt(i) > '~') {
                throw new JoinTokenException(
                        URL, i + 1, "The server URL has a character that no URL may have, at " + (i + 1) + ".");
            }
        }
        String rest;
        if (url.startsWith("ws://")) {
            rest = url.substring("ws://".length());
        } else if (url.startsWith("wss://")) {
            rest = url.substring("wss://".length());
        } else {
            throw wrong("does not begin with ws:// or wss://");
        }
        int slash = rest.indexOf('/');
        String authority = slash < 0 ? rest : rest.substring(0, slash);
        checkAuthority(authority);
        if (slash >= 0) {
            checkPath(rest.substring(slash));
        }
    }

    private static void checkAuthority(String authority) throws JoinTokenException {
        if (authority.indexOf('@') >= 0) {
            throw wrong("has user information");
        }
        if (authority.indexOf('?') >= 0 || authority.indexOf('#') >= 0) {
            throw wrong("has a query or a fragment");
        }
        boolean bracketed = authority.startsWith("[");
        int end = bracketed ? authority.indexOf(']') + 1 : authority.indexOf(':');
        if (bracketed && end == 0) {
            throw wrong("has an IPv6 address without its closing bracket");
        }
        String host = end < 0 ? authority : authority.substring(0, end);
        String port = end < 0 ? "" : authority.substring(end);
        if (bracketed) {
            if (!isIpv6(host.substring(1, host.length() - 1))) {
                throw wrong("has a malformed IPv6 address");
            }
        } else {
            checkName(host);
        }
        if (!port.isEmpty() && !isPort(port)) {
            throw wrong("has a port that is no number from 1 to 65535");
        }
    }

    private static boolean isPort(String port) {
        return port.matches(":[1-9][0-9]{0,4}") && Integer.parseInt(port.substring(1)) <= 65_535;
    }

    private static void checkName(String host) throws JoinTokenException {
        if (host.isEmpty()) {
            throw wrong("has no host");
        }
        String[] labels = host.split("\\.", -1);
        if (labels[labels.length - 1].matches("[0-9]+")) {
            if (!isIpv4(host)) {
                throw wrong("has a malformed IPv4 address");
            }
            return;
        }
        for (String label : labels) {
            if (!label.matches("[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?")) {
                throw wrong("has a host that is no name of letters, digits, hyphens and dots");
            }
        }
    }

    private static boolean isIpv4(String host) {
        String number = "(0|[1-9][0-9]?|1[0-9][0-9]|2[0-4][0-9]|25[0-5])";
        return host.matches(number + "(\\." + number + "){3}");
    }

    private static boolean isIpv6(String address) {
        int gap = address.indexOf("::");
        if (gap < 0) {
            return groups(address, true) == 8;
        }
        String before = address.substring(0, gap);
        String after = address.substring(gap + 2);
        int left = before.isEmpty() ? 0 : groups(before, false);
        int right = after.isEmpty() ? 0 : groups(after, true);
        return left >= 0 && right >= 0 && left + right <= 7;
    }

    /** How many 16-bit groups this is, or -1000 if it is malformed. */
    private static int groups(String text, boolean last) {
        String[] groups = text.split(":", -1);
        int count = 0;
        for (int i = 0; i < groups.length; i++) {
            if (groups[i].matches("[0-9A-Fa-f]{1,4}")) {
                count++;
            } else if (last && i == groups.length - 1 && isIpv4(groups[i])) {
                count += 2;
            } else {
                return -1000;
            }
        }
        return count;
    }

    private static void checkPath(String path) throws JoinTokenException {
        if (path.indexOf('?') >= 0 || path.indexOf('#') >= 0) {
            throw wrong("has a query or a fragment");
        }
        for (String segment : path.substring(1).split("/", -1)) {
            if (segment.isEmpty()) {
                throw wrong("has an empty path segment or ends with a slash");
            }
            if (segment.equals(".") || segment.equals("..")) {
                throw wrong("has a path segment of dots alone");
            }
            if (!segment.matches("[A-Za-z0-9._~-]+")) {
                throw wrong("has a character in its path that is not a letter, a digit or one of - . _ ~");
            }
        }
    }

    private static JoinTokenException wrong(String what) {
        return new JoinTokenException(URL, "The server URL " + what + ".");
    }
}
