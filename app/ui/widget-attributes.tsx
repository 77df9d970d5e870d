import { widgetAttributes, type WidgetAttribute, type WidgetDocsTexts } from '#app/i18n/widget-docs-texts.ts';

/** What stands in the tags. */
export function WidgetAttributes({ texts }: { texts: WidgetDocsTexts }) {
  const { title, name, meaning } = texts.attributes;
  return (
    <section aria-labelledby="attributes" className="grid grid-cols-1 gap-5">
      <h2 id="attributes" className="text-20 font-semibold">
        {title}
      </h2>
      <table className="w-full text-left">
        <thead>
          <tr className="border-b border-border text-13 text-muted">
            <th className="py-2 pr-6 font-medium">{name}</th>
            <th className="py-2 font-medium">{meaning}</th>
          </tr>
        </thead>
        <tbody>
          {Object.entries(widgetAttributes).map(([attribute, owner]) => (
            <tr key={attribute} className="border-b border-border align-top">
              <th scope="row" className="py-2 pr-6 font-mono text-13 font-medium whitespace-nowrap">
                {attribute}
              </th>
              <td className="py-2">
                {texts.meanings[attribute as WidgetAttribute]}
                {owner !== 'both' && <code className="ml-2 font-mono text-13 text-muted">{`<${owner}>`}</code>}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
