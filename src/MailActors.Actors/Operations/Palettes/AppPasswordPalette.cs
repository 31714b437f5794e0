using MailActors.Domain.Directory;

namespace MailActors.Actors.Operations.Palettes;

public static class AppPasswordPalette
{
    public static CommandPalette Make(IDirectoryAdmin admin) => new("app-password", "Passwords for one program each", [
        new("add", "Makes one and shows it this once", ["address", "name"], async call =>
        {
            if (await call.Address("address").ConfigureAwait(false) is not { } address) return 1;
            var made = await admin.AddAppPassword(address, call.Text("name"), call.Cancel).ConfigureAwait(false);
            if (made.Reason is { } reason) return await Refuse(call, reason).ConfigureAwait(false);
            await call.Row(("name", made.Value!.Name), ("password", made.Value.Password)).ConfigureAwait(false);
            return 0;
        }),
        new("list", "Lists those of an account", ["address"], async call =>
        {
            if (await call.Address("address").ConfigureAwait(false) is not { } address) return 1;
            var list = await admin.ListAppPasswords(address, call.Cancel).ConfigureAwait(false);
            if (list.Reason is { } reason) return await Refuse(call, reason).ConfigureAwait(false);
            foreach (var one in list.Value!) await Row(call, one).ConfigureAwait(false);
            return 0;
        }),
        new("remove", "Removes one", ["address", "name"], async call =>
        {
            if (await call.Address("address").ConfigureAwait(false) is not { } address) return 1;
            var removed = await admin.RemoveAppPassword(address, call.Text("name"), call.Cancel).ConfigureAwait(false);
            if (removed.Reason is { } reason) return await Refuse(call, reason).ConfigureAwait(false);
            await Row(call, removed.Value!).ConfigureAwait(false);
            return 0;
        }),
    ]);

    private static Task Row(CommandCall call, AppPassword one) => call.Row(("name", one.Name), ("created", one.Created), ("lastUsed", one.LastUsed));

    private static Task<int> Refuse(CommandCall call, DirectoryRejection reason) => call.Refuse(reason.ToString(), DirectoryWords.Of(reason, call.Text("address")));
}
