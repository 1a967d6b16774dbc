using Cairn.Sql.Engine.Sqlite;

namespace Cairn.UnitTests.Databases;

public sealed class NetworkMountsTests
{
    private static readonly string[] _mounts =
    [
        "22 1 8:1 / / rw - ext4 /dev/sda1 rw",
        "23 22 0:40 / /mnt/share rw shared:1 - nfs4 server:/x rw",
        "24 23 8:2 / /mnt/share/local rw - xfs /dev/sdb rw",
        "25 22 0:41 / /mnt/my\\040files rw - cifs //a/b rw",
        "26 22 0:42 / /blob rw - fuse.blobfuse2 blobfuse2 rw",
    ];

    [Theory]
    [InlineData("/data/a.db", null)]
    [InlineData("/mnt/share/a.db", "/mnt/share")]
    [InlineData("/mnt/shared/a.db", null)]
    [InlineData("/mnt/share/local/a.db", null)]
    [InlineData("/mnt/my files/a.db", "/mnt/my files")]
    [InlineData("/blob/x/a.db", "/blob")]
    public void Find_APath_NamesTheNetworkMountThatHoldsIt(string path, string? mount) =>
        NetworkMounts.Find(path, _mounts)?.Point.ShouldBe(mount);

    [Fact]
    public void Find_OnLocalDisk_IsNull() => NetworkMounts.Find("/data/a.db", _mounts).ShouldBeNull();
}
