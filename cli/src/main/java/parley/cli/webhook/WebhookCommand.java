package parley.cli.webhook;

import parley.cli.base.CommandGroup;
import picocli.CommandLine.Command;

/** {@code parley webhook …}. */
@Command(
        name = "webhook",
        header = "Send the events of tasks to URLs, signed, for chat, e-mail and automation.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            WebhookCreate.class,
            WebhookList.class,
            WebhookPing.class,
            WebhookEnable.class,
            WebhookDisable.class,
            WebhookRotate.class,
            WebhookFailures.class,
            WebhookResend.class,
            WebhookDelete.class
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  parley webhook create chat https://hooks.example.org/parley --event task",
            "  parley webhook test chat",
            "  parley webhook failures chat"
        })
public final class WebhookCommand extends CommandGroup {}
