/** What the API takes and answers, from the same contracts that it runs on. */
export default function ApiReference() {
  return null;
}
