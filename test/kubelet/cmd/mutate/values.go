package main

import (
	"encoding/json"
	"strings"
)

// junk goes anywhere, whatever the type there.
var junk = []any{
	nil, "", " ", "x", json.Number("0"), json.Number("1"), json.Number("-1"), json.Number("1.5"), json.Number("1e3"),
	json.Number("65536"), json.Number("2147483648"), json.Number("-2147483649"), json.Number("9223372036854775807"),
	json.Number("9223372036854775808"), json.Number("18446744073709551616"), true, false, []any{}, map[string]any{},
	[]any{nil}, []any{""}, []any{map[string]any{}}, []any{json.Number("1")}, map[string]any{"": nil},
	map[string]any{"a": "b"}, map[string]any{"name": "x"}, "true", "1", "null", "1Gi",
}

// integers are the bounds of what the API counts: ports, modes, seconds, ids.
var integers = []string{
	"0", "1", "-1", "0", "1", "-1", "0", "1", "-1", "2", "3", "5", "10", "53", "80", "100", "101", "255", "256", "420", "511", "512", "1000", "1023",
	"3599", "3600", "8080", "65535", "65536", "86400", "2000001000", "2147483647", "-2147483648", "2147483648",
	"4294967295", "4294967296", "9223372036854775807", "-9223372036854775808", "1.0", "1.5", "1e2", "7862400", "7862401",
}

var quantities = []any{
	"0", "1", "-1", "2", "100m", "0.5m", "1.5", "1e3", "1E3", "1e-3", "1Ki", "1KI", "1ki", "100k", "1Mi", "2Mi", "3Mi",
	"1 Gi", "1Gi ", "", "1..2", "+1", "1e", ".5", "1.", "12E", "1Ei", "9223372036854775808", "1n", "1u", "0.0000000001",
	"-0", "Gi", "m", "0x10", "1_000", "1e30", json.Number("0"), json.Number("1"), json.Number("0.1"), json.Number("-5"),
	json.Number("1e6"), json.Number("9223372036854775808"), "5Gi", "512Mi", "250m", "4Mi", "1Gi",
}

var portNames = []string{
	"http", "stats", "api", "dns", "", "HTTP", "a", "1", "80", "a--b", "-a", "a-", "abcdefghijklmno", "abcdefghijklmnop",
	"a_b", "a.b", "8080a", "http ", "é",
}

var times = []any{
	"2026-01-02T03:04:05Z", "2026-01-02T03:04:05+02:00", "2026-01-02T03:04:05.123456Z", "2026-01-02", "now", "",
	"2026-13-02T03:04:05Z", "2026-01-02t03:04:05z", json.Number("1"), nil, "0001-01-01T00:00:00Z", "2026-01-02T24:00:00Z",
}

var long = strings.Repeat("x", 300)

// odd are strings at the edges of the formats that validation knows.
var odd = []string{
	"", " ", "a", "A", "0", "-", ".", "..", "a.b", "a..b", "a-b", "a_b", "-a", "a-", ".a", "a.", "a b", " a", "a ", "a/b",
	"/", "/a", "a/", "/a/../b", "../a", "a/..", "..a", "./a", "a//b", "a:b", ":", "a=b", "=", "a,b", "a\\b", "C:\\a",
	"*", "*.a", "a@b", "a#b", "%61", "$(X)", "$$(X)", "é", "日本", "a\tb", "a\nb", "\u0000", "UPPER", "CamelCase",
	"kubernetes.io/x", "example.org/x", "example.org/", "/x", "a/b/c", "EXAMPLE.org/x", "example..org/x", "k8s.io",
	"127.0.0.1", "0.0.0.0", "10.0.0.256", "010.0.0.1", "1.2.3", "::1", "::", "fe80::1%eth0", "2001:DB8::1", "::ffff:1.2.3.4",
	"[::1]", "1.2.3.4/24", "localhost", "example.org", "example.org.", "a.b.c.d.e.f", "true", "false", "null", "yes", "0x1",
	"1", "-1", "1.0", "1e3", "017", "1Gi", "Always", "always", "None", "Default", "Exists", "In", "TCP", "tcp", "File",
	"RuntimeDefault", "Localhost", "metadata.name", "spec.nodeName", "limits.cpu", "http://a/b", "sha256:abc",
	long[:15], long[:16], long[:63], long[:64], long[:128], long[:253], long[:254], strings.Repeat("a.", 126) + "ab",
	strings.Repeat("a.", 127) + "a", "x." + long[:63], "x." + long[:64], long[:63] + "/" + long[:63], long[:253] + "/x",
}

var labelKeys = []string{
	"app", "a", "A", "app.kubernetes.io/name", "kubernetes.io/os", "example.org/x", "example.org/", "/x", "x/", "a/b/c",
	"EXAMPLE.org/x", "-a", "a-", "a b", "", "é", long[:63], long[:64], long[:253] + "/x", long[:254] + "/x", "a_b", "a..b",
	"1", "true", "kubernetes.io/hostname", "node-role.kubernetes.io/x",
}

var annotationKeys = []string{
	"container.apparmor.security.beta.kubernetes.io/main", "container.apparmor.security.beta.kubernetes.io/nope",
	"seccomp.security.alpha.kubernetes.io/pod", "container.seccomp.security.alpha.kubernetes.io/main",
	"kubernetes.io/config.mirror", "kubernetes.io/config.source", "kubernetes.io/config.hash", "kubernetes.io/limit-ranger",
	"scheduler.alpha.kubernetes.io/tolerations", "scheduler.alpha.kubernetes.io/affinity",
	"controller.kubernetes.io/pod-deletion-cost", "security.alpha.kubernetes.io/unsafe-sysctls", "EXAMPLE.org/Upper",
}

var resourceNames = []string{
	"cpu", "memory", "ephemeral-storage", "hugepages-2Mi", "hugepages-1Gi", "hugepages-", "hugepages-x", "storage", "pods",
	"example.org/gpu", "requests.example.org/gpu", "kubernetes.io/x", "alpha.kubernetes.io/nvidia-gpu", "foo", "CPU", "",
	"limits.cpu", "requests.cpu", "attachable-volumes-x", "example.org/" + long[:63], "example.org/" + long[:64], "a b",
}

// dictionary has, for members with a vocabulary, that and its near misses.
var dictionary = map[string][]string{
	"apiVersion":                {"v1", "V1", "v2", "apps/v1", "v1beta1", ""},
	"kind":                      {"Pod", "pod", "PodList", "List", "Deployment", "PodTemplate", "Managed", "Dedicated", ""},
	"namespace":                 {"default", "kube-system", "Upper", "a.b", "", long[:63], long[:64]},
	"name":                      {"main", "first", "a", "shared", "config", "http", "my-node1", long[:54], long[:244], long[:245]},
	"generateName":              {"a-", "a", "-", "A-", long[:253]},
	"uid":                       {"", "x", "7d9c1d6e-0000-4000-8000-000000000002"},
	"restartPolicy":             {"Always", "OnFailure", "Never", "always", "", "NotRequired", "RestartContainer", "Restart"},
	"dnsPolicy":                 {"ClusterFirst", "ClusterFirstWithHostNet", "Default", "None", "none", ""},
	"imagePullPolicy":           {"Always", "IfNotPresent", "Never", "never", ""},
	"pullPolicy":                {"Always", "IfNotPresent", "Never", "never", ""},
	"preemptionPolicy":          {"Never", "PreemptLowerPriority", "never", ""},
	"priorityClassName":         {"system-node-critical", "system-cluster-critical", "high", "High", "a b", ""},
	"terminationMessagePolicy":  {"File", "FallbackToLogsOnError", "file", ""},
	"protocol":                  {"TCP", "UDP", "SCTP", "tcp", "HTTP1", "HTTP2", "H2C", ""},
	"scheme":                    {"HTTP", "HTTPS", "http", ""},
	"mode":                      {"Plaintext", "TLS", "tls", ""},
	"type":                      {"", "Directory", "File", "Socket", "directory", "Unconfined", "RuntimeDefault", "Localhost", "Ready", "spc_t"},
	"medium":                    {"", "Memory", "HugePages", "HugePages-2Mi", "HugePages-1Gi", "HugePages-", "memory"},
	"procMount":                 {"Default", "Unmasked", "default", ""},
	"fsGroupChangePolicy":       {"Always", "OnRootMismatch", "Never", ""},
	"supplementalGroupsPolicy":  {"Merge", "Strict", "merge", ""},
	"seLinuxChangePolicy":       {"Recursive", "MountOption", "recursive", ""},
	"mountPropagation":          {"None", "HostToContainer", "Bidirectional", "Private", ""},
	"recursiveReadOnly":         {"Disabled", "IfPossible", "Enabled", "enabled", ""},
	"bindMountOptions":          {"noexec", "nodev", "nosuid", "ro", ""},
	"operator":                  {"In", "NotIn", "Exists", "DoesNotExist", "Gt", "Lt", "Equal", "in", ""},
	"effect":                    {"NoSchedule", "PreferNoSchedule", "NoExecute", "noexecute", ""},
	"whenUnsatisfiable":         {"DoNotSchedule", "ScheduleAnyway", "Never", ""},
	"nodeAffinityPolicy":        {"Honor", "Ignore", "honor", ""},
	"nodeTaintsPolicy":          {"Honor", "Ignore", "honor", ""},
	"topologyKey":               {"kubernetes.io/hostname", "topology.kubernetes.io/zone", "a b", ""},
	"stopSignal":                {"SIGTERM", "SIGKILL", "SIGRTMIN+3", "TERM", "15", ""},
	"action":                    {"Restart", "RestartAllContainers", "Stop", ""},
	"cachingMode":               {"None", "ReadOnly", "ReadWrite", "none", ""},
	"storageMode":               {"ThickProvisioned", "ThinProvisioned", ""},
	"keyType":                   {"RSA3072", "RSA4096", "ECDSAP256", "ECDSAP384", "ECDSAP521", "ED25519", "RSA2048", ""},
	"fieldPath":                 {"metadata.name", "metadata.labels", "metadata.labels['a']", "metadata.annotations['example.org/x']", "metadata.labels['-']", "metadata.labels[a]", "metadata.name['x']", "metadata.uid", "spec.nodeName", "spec.hostname", "spec.serviceAccountName", "status.hostIP", "status.hostIPs", "status.podIP", "status.podIPs", "status.phase", ""},
	"resource":                  {"limits.cpu", "limits.memory", "requests.cpu", "requests.memory", "limits.ephemeral-storage", "requests.hugepages-2Mi", "limits.hugepages-", "limits.storage", "cpu", "limits", ""},
	"resourceName":              {"cpu", "memory", "ephemeral-storage", "hugepages-2Mi", "", "CPU"},
	"accessModes":               {"ReadWriteOnce", "ReadOnlyMany", "ReadWriteMany", "ReadWriteOncePod", "rw"},
	"volumeMode":                {"Filesystem", "Block", "", "block"},
	"key":                       {"a", "kubernetes.io/hostname", "metadata.name", "metadata.namespace", "example.org/x", "-a", "..", ""},
	"conditionType":             {"example.org/x", "Ready", "a b", ""},
	"localhostProfile":          {"a.json", "/a.json", "../a.json", "a/../b", "", " "},
	"mountPath":                 {"/a", "a", "/a:b", "/", "", "../a", "/dev/termination-log", "C:\\a"},
	"subPath":                   {"a", "/a", "../a", "a/../b", "..", "", "a/.."},
	"subPathExpr":               {"$(X)", "/$(X)", "../$(X)", "a", ""},
	"devicePath":                {"/dev/a", "dev/a", "/dev/../a", ""},
	"path":                      {"/a", "a", "../a", "a/../b", "..", "..a", "", "/a b", "/a%zz", "a?b"},
	"ip":                        {"192.0.2.1", "::1", "010.0.0.1", "x", "", "192.0.2.1/32"},
	"hostIP":                    {"127.0.0.1", "::1", "0.0.0.0", "x", "", "010.0.0.1"},
	"hostname":                  {"a", "a.b", "A", "", long[:63], long[:64]},
	"hostnameOverride":          {"a", "a.b", "A", "", long[:64], long[:63], long[:65], strings.Repeat("a.", 32)},
	"nodeName":                  {"my-node1", "other", "Upper", "a.b", "a b", ""},
	"schedulerName":             {"default-scheduler", "x", "X Y", ""},
	"runtimeClassName":          {"kata", "a.b", "A", "", "a b"},
	"terminationMessagePath":    {"/dev/x", "x", "", "../x"},
	"gmsaCredentialSpec":        {"{}", "", long},
	"gmsaCredentialSpecName":    {"spec", "a.b", "A", ""},
	"runAsUserName":             {"ContainerAdministrator", "NT AUTHORITY\\SYSTEM", "a\\b\\c", "a b", "", "user@x", ".\\x", "dom*in\\user", long},
	"iqn":                       {"iqn.2001-04.org.example:storage", "iqn.2001-04", "eui.02004567A425678D", "naa.6004567BA64678123456789ABCDEF123", "iqn.x", ""},
	"targetPortal":              {"192.0.2.1:3260", "192.0.2.1", ""},
	"nameservers":               {"192.0.2.1", "::1", "x", "", "192.0.2.1:53"},
	"searches":                  {"example.org", "example.org.", ".", "a_b.c", "-a", "", long},
	"prefix":                    {"A_", "1", "a-b", "=", "", "a b"},
	"audience":                  {"vault", ""},
	"signerName":                {"example.org/signer", "kubernetes.io/x", "x", "a/b/c", "EXAMPLE.org/x", ""},
	"values":                    {"a", "4", "-1", "x y", "", long[:63], long[:64]},
	"value":                     {"1", "0", "a", "yes", "", "$(HOME)", "a b"},
	"wwids":                     {"3600508b400105e210000900000490000", ""},
	"monitors":                  {"192.0.2.1:6789", ""},
	"driver":                    {"example.org/lvm", "csi.example.org", "a b", "-a", "", long[:64], "A.b"},
	"apiGroup":                  {"snapshot.storage.k8s.io", "", "apps"},
	"storageClassName":          {"fast", "A", "a b", ""},
	"volumeAttributesClassName": {"gold", "A", ""},
	"claimName":                 {"data", "A", "", "a b"},
	"resourceClaimName":         {"claim", "A", ""},
	"resourceClaimTemplateName": {"template", "A", ""},
	"request":                   {"one", "A", "a.b", ""},
	"serviceAccountName":        {"builder", "A", "a b", ""},
	"serviceAccount":            {"builder", ""},
	"podGroupName":              {"group", "A", "a.b", ""},
	"level":                     {"s0", ""},
	"repository":                {"https://git.example.org/x.git", ""},
	"directory":                 {"x", ".", "../x", "/x", "a/../b"},
	"server":                    {"nas.example.org", ""},
	"fsType":                    {"ext4", "xfs", ""},
	"divisor":                   {"1", "1m", "1Mi", "0", "3", "1k"},
	"image":                     {"busybox", " busybox", "busybox ", "", "a b", "UPPER", "example.org/x@sha256:abc", long},
	"add":                       {"NET_ADMIN", "SYS_ADMIN", "CAP_SYS_ADMIN", "ALL", "all", ""},
	"drop":                      {"ALL", "NET_RAW", ""},
	"phase":                     {"Running", "Pending", "x", ""},
	"reference":                 {"example.org/x:1", "", "A B"},
	"containerName":             {"main", "first", "reader", "agent", "nope", ""},
	"volumeName":                {"env", "shared", "v", "nope", ""},
	"targetContainerName":       {"main", "nope", ""},
	"host":                      {"127.0.0.1", "localhost", "a b", ""},
	"service":                   {"", "a", "a b"},
	"finalizers":                {"example.org/x", "x", "foregroundDeletion", "orphan", "a b", "kubernetes.io/x", ""},
	"matchLabelKeys":            {"release", "app", "a b", "", "pod-template-hash"},
	"mismatchLabelKeys":         {"release", "tier", "app", "a b", ""},
	"namespaces":                {"default", "A", "a.b", ""},
	"operation":                 {"Apply", "Update", "apply", ""},
	"fieldsType":                {"FieldsV1", "FieldsV2", ""},
	"manager":                   {"kubectl", "", long[:129], "a\tb"},
	"subresource":               {"status", "", long},
	"command":                   {"sh", "", "$(X)"},
	"args":                      {"-x", "", "$(X)", "a b"},
}
