using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Cairn.Artifacts.Local;

/// <summary>What .NET does not say to the operating system.</summary>
internal static partial class Disk
{
    private const int ReadOnlyFolder = 0x80000 | 0x10000; // O_CLOEXEC | O_DIRECTORY, as on x86-64
    private const int ReadOnlyFolderArm = 0x80000 | 0x4000;
    private const uint StartWriting = 2; // SYNC_FILE_RANGE_WRITE

    /// <summary>
    /// Makes the names in a folder durable. Elsewhere than on Linux the file system is trusted to do so by itself.
    /// </summary>
    public static void SyncFolder(string folder)
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        var arm = RuntimeInformation.ProcessArchitecture is Architecture.Arm64 or Architecture.Arm;
        var fd = Open(folder, arm ? ReadOnlyFolderArm : ReadOnlyFolder);
        if (fd < 0)
        {
            throw Failed("open", folder);
        }

        try
        {
            // Some network file systems cannot sync a folder and say EINVAL: there is nothing more to be had from them.
            if (Sync(fd) != 0 && Marshal.GetLastPInvokeError() is not 22)
            {
                throw Failed("sync", folder);
            }
        }
        finally
        {
            _ = Close(fd);
        }
    }

    /// <summary>
    /// Lets the disk begin to write a part of a file, so that the sync at its end is short. A hint: failures do not
    /// matter.
    /// </summary>
    public static void StartWriteBack(SafeFileHandle file, long from, long count)
    {
        if (OperatingSystem.IsLinux())
        {
            _ = SyncFileRange(file, from, count, StartWriting);
        }
    }

    private static IOException Failed(string what, string path) =>
        new($"Cannot {what} the folder '{path}': {Marshal.GetLastPInvokeErrorMessage()}");

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Sync(int fd);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int fd);

    [LibraryImport("libc", EntryPoint = "sync_file_range")]
    private static partial int SyncFileRange(SafeFileHandle fd, long offset, long count, uint flags);
}
